//! Folded words as numbers: every word and every stem is kept once, and whoever reads a hundred thousand wordings
//! compares numbers and stems each word only when it is new.

use rustc_hash::FxHashMap;

use crate::question::words::stems;

/// The number of a word or stem.
pub type Form = u32;

/// The number of what is not kept.
pub(super) const UNKNOWN: Form = Form::MAX;

/// A word of a text: its own number and those of its stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word itself.
    pub form: Form,
    /// Its stems, see [`stems`].
    pub stems: [Form; 2],
}

/// All words and stems.
#[derive(Default)]
pub struct Forms {
    numbers: FxHashMap<Box<str>, Form>,
    texts: Vec<Box<str>>,
    /// The stems of those that occurred as words.
    stems: Vec<[Form; 2]>,
}

impl Forms {
    /// The word or stem of a number.
    pub fn text(&self, form: Form) -> &str {
        self.texts.get(form as usize).map_or("", |text| text)
    }

    /// The word of a number that occurred as one.
    pub fn word(&self, form: Form) -> Word {
        let stems = self.stems.get(form as usize).copied();
        Word {
            form,
            stems: stems.unwrap_or([UNKNOWN; 2]),
        }
    }

    /// A folded word, kept from now on.
    pub fn learn(&mut self, folded: &str) -> Word {
        let form = self.keep(folded);
        if self.stems[form as usize] == [UNKNOWN; 2] {
            self.stems[form as usize] = stems(folded).map(|stem| self.keep(&stem));
        }
        Word {
            form,
            stems: self.stems[form as usize],
        }
    }

    /// A folded word, with numbers as far as it is known.
    pub fn find(&self, folded: &str) -> Word {
        let form = self.number(folded);
        let known = self.stems.get(form as usize);
        let stems = match known {
            Some(known) if *known != [UNKNOWN; 2] => *known,
            _ => stems(folded).map(|stem| self.number(&stem)),
        };
        Word { form, stems }
    }

    /// The number of a folded word; of one that is not known, a number that no word has.
    pub fn number(&self, folded: &str) -> Form {
        self.numbers.get(folded).copied().unwrap_or(UNKNOWN)
    }

    fn keep(&mut self, text: &str) -> Form {
        if let Some(form) = self.numbers.get(text) {
            return *form;
        }
        let form = Form::try_from(self.texts.len()).unwrap_or(UNKNOWN);
        self.texts.push(text.into());
        self.stems.push([UNKNOWN; 2]);
        self.numbers.insert(text.into(), form);
        form
    }
}

/// Something for each word or stem, where most have nothing.
pub struct ByForm<T>(Vec<Vec<T>>);

impl<T> Default for ByForm<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByForm<T> {
    /// What there is for a form.
    pub fn get(&self, form: Form) -> &[T] {
        self.0.get(form as usize).map_or(&[], |of| of)
    }

    /// What there is for a form, to be changed.
    pub fn get_mut(&mut self, form: Form) -> &mut Vec<T> {
        let form = form as usize;
        if self.0.len() <= form {
            self.0.resize_with(form + 1, Vec::new);
        }
        &mut self.0[form]
    }

    /// What there is for every form that has something.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut Vec<T>> {
        self.0.iter_mut().filter(|of| !of.is_empty())
    }
}
