//! Folded words as numbers: every word and every stem is kept once, and whoever reads a hundred thousand wordings
//! compares numbers and stems each word only when it is new.

use std::ops::Deref;

use crate::question::interned::Interned;
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

/// The stems of what occurred as a word; of what did not, numbers that no word has.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stems([Form; 2]);

impl Default for Stems {
    fn default() -> Self {
        Self([UNKNOWN; 2])
    }
}

/// All words and stems.
#[derive(Default)]
pub struct Forms(Interned<Stems>);

impl Forms {
    /// The word or stem of a number.
    pub fn text(&self, form: Form) -> &str {
        self.0.text(form)
    }

    /// The word of a number that occurred as one.
    pub fn word(&self, form: Form) -> Word {
        let Stems(stems) = self.0.get(form);
        Word { form, stems }
    }

    /// A folded word, kept from now on.
    pub fn learn(&mut self, folded: &str) -> Word {
        let (form, known) = self.0.keep(folded);
        if *known == Stems::default() {
            let stems = stems(folded).map(|stem| self.0.keep(&stem).0);
            *self.0.keep(folded).1 = Stems(stems);
        }
        self.word(form)
    }

    /// A folded word, with numbers as far as it is known.
    pub fn find(&self, folded: &str) -> Word {
        let form = self.number(folded);
        let word = self.word(form);
        if word.stems != [UNKNOWN; 2] {
            return word;
        }
        let stems = stems(folded).map(|stem| self.number(&stem));
        Word { form, stems }
    }

    /// The number of a folded word; of one that is not known, a number that no word has.
    pub fn number(&self, folded: &str) -> Form {
        self.0.number(folded).unwrap_or(UNKNOWN)
    }

    /// No more words come: gives back most of the memory for them.
    pub fn close(&mut self) {
        self.0.close();
    }
}

/// A list for each word or stem, where most have nothing.
pub struct ByForm<L>(Vec<L>);

impl<L> Default for ByForm<L> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, L: Deref<Target = [T]> + Default> ByForm<L> {
    /// What there is for a form.
    pub fn get(&self, form: Form) -> &[T] {
        self.0.get(form as usize).map_or(&[], |of| of)
    }

    /// What there is for a form, to be changed.
    pub fn get_mut(&mut self, form: Form) -> &mut L {
        let form = form as usize;
        if self.0.len() <= form {
            self.0.resize_with(form + 1, L::default);
        }
        &mut self.0[form]
    }

    /// What there is for every form that has something.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut L> {
        self.0.iter_mut().filter(|of| !of.is_empty())
    }

    /// No more comes: gives back the memory for it.
    pub fn close(&mut self) {
        self.0.shrink_to_fit();
    }
}
