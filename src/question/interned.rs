//! Texts as numbers, each kept once, with something for each.

use rustc_hash::FxBuildHasher;
use string_interner::backend::StringBackend;
use string_interner::symbol::SymbolU32;
use string_interner::{StringInterner, Symbol};

/// The texts, numbered from 0 in the order in which they came, and what there is for each.
pub struct Interned<T> {
    /// One after the other in one text: tens of thousands of short texts of their own would take three times the memory.
    texts: StringInterner<StringBackend, FxBuildHasher>,
    of: Vec<T>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self {
            texts: StringInterner::with_hasher(FxBuildHasher),
            of: Vec::new(),
        }
    }
}

impl<T: Copy + Default> Interned<T> {
    /// The number of a text, if it is kept.
    pub fn number(&self, text: &str) -> Option<u32> {
        self.texts.get(text).map(number)
    }

    /// The text of a number; an empty one if it has none.
    pub fn text(&self, number: u32) -> &str {
        let symbol = SymbolU32::try_from_usize(number as usize);
        symbol
            .and_then(|symbol| self.texts.resolve(symbol))
            .unwrap_or_default()
    }

    /// What there is for a number.
    pub fn get(&self, number: u32) -> T {
        self.of.get(number as usize).copied().unwrap_or_default()
    }

    /// The number of a text that is kept from now on, and what there is for it, to be changed.
    pub fn keep(&mut self, text: &str) -> (u32, &mut T) {
        let number = number(self.texts.get_or_intern(text));
        let at = number as usize;
        if self.of.len() <= at {
            self.of.resize(at + 1, T::default());
        }
        (number, &mut self.of[at])
    }

    /// Each text with what there is for it.
    pub fn each(&self) -> impl Iterator<Item = (&str, T)> {
        let texts = self.texts.iter().map(|(_, text)| text);
        texts.zip(self.of.iter().copied())
    }

    /// No more texts come: gives back most of the memory for them.
    pub fn close(&mut self) {
        self.texts.shrink_to_fit();
        self.of.shrink_to_fit();
    }
}

fn number(symbol: SymbolU32) -> u32 {
    u32::try_from(symbol.to_usize()).unwrap_or(u32::MAX)
}
