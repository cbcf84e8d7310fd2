//! Faults in data files, each at its file and line.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

/// One thing wrong in a data file. Shown as `file:line: what is wrong and what is expected`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as a path below the data folder's parent.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// One data file: its name and its text.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path below the data folder, with `/`: `facts/article.toml`.
    pub path: String,
    /// Its name as faults show it.
    pub shown: String,
    /// What is in it.
    pub text: String,
}

impl File {
    /// The line on which a span begins, counted from 1.
    pub fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(&self.text);
        before.bytes().filter(|b| *b == b'\n').count() + 1
    }
}

/// Where faults are gathered while files are read: reading goes on after a fault, so that all are found at once.
#[derive(Debug, Default)]
pub struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    /// Notes a fault at a place in a file.
    pub fn add(&self, file: &File, span: &Range<usize>, what: impl Into<String>) {
        self.0.borrow_mut().push(Fault {
            file: file.shown.clone(),
            line: file.line(span),
            what: what.into(),
        });
    }

    /// Notes a fault that belongs to a file as a whole.
    pub fn add_to_file(&self, shown: &str, what: impl Into<String>) {
        self.0.borrow_mut().push(Fault {
            file: shown.to_owned(),
            line: 1,
            what: what.into(),
        });
    }

    /// Every fault, by file and line.
    pub fn into_sorted(self) -> Vec<Fault> {
        let mut faults = self.0.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }
}
