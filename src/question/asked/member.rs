//! To which group of wordings a wording belongs, in as few bytes as it takes.

/// Where a wording stands in its group. Groups of one and two wordings, which nearly all are, need not be looked up.
#[derive(Clone, Copy)]
pub(super) enum Standing {
    Alone,
    FirstOfTwo,
    SecondOfTwo,
    OneOfMany,
}

/// The group of a wording and where it stands in it, in four bytes: whoever adds up reads this for each posting.
#[derive(Clone, Copy)]
pub(super) struct Member(u32);

impl Member {
    /// The wording at `place` of all, in a group that begins at `first` and has `wordings`.
    pub(super) fn new(group: u32, place: u32, first: u32, wordings: u32) -> Self {
        let standing = match (wordings, place - first) {
            (1, _) => Standing::Alone,
            (2, 0) => Standing::FirstOfTwo,
            (2, _) => Standing::SecondOfTwo,
            _ => Standing::OneOfMany,
        };
        Self(group << 2 | standing as u32)
    }

    pub(super) fn group(self) -> usize {
        (self.0 >> 2) as usize
    }

    pub(super) fn standing(self) -> Standing {
        match self.0 & 3 {
            0 => Standing::Alone,
            1 => Standing::FirstOfTwo,
            2 => Standing::SecondOfTwo,
            _ => Standing::OneOfMany,
        }
    }
}
