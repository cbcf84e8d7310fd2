//! Folded words as numbers: every word and every stem is kept once, and whoever reads a hundred thousand wordings
//! compares numbers and stems each word only when it is new.

use std::ops::Deref;

use rustc_hash::FxBuildHasher;
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol};

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
pub struct Forms {
    /// One after the other in one text: tens of thousands of short texts of their own would take three times the memory.
    texts: StringInterner<StringBackend, FxBuildHasher>,
    /// The stems of those that occurred as words.
    stems: Vec<[Form; 2]>,
}

impl Default for Forms {
    fn default() -> Self {
        Self {
            texts: StringInterner::with_hasher(FxBuildHasher),
            stems: Vec::new(),
        }
    }
}

impl Forms {
    /// The word or stem of a number.
    pub fn text(&self, form: Form) -> &str {
        let symbol = SymbolU32::try_from_usize(form as usize);
        symbol
            .and_then(|symbol| self.texts.resolve(symbol))
            .unwrap_or_default()
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
        self.texts.get(folded).map_or(UNKNOWN, number)
    }

    /// No more words come: gives back most of the memory for them.
    pub fn close(&mut self) {
        self.texts.shrink_to_fit();
        self.stems.shrink_to_fit();
    }

    fn keep(&mut self, text: &str) -> Form {
        let form = number(self.texts.get_or_intern(text));
        if self.stems.len() == form as usize {
            self.stems.push([UNKNOWN; 2]);
        }
        form
    }
}

fn number(symbol: SymbolU32) -> Form {
    Form::try_from(symbol.to_usize()).unwrap_or(UNKNOWN)
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
