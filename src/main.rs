//! The program: see the library for the map.

use std::process::ExitCode;

fn main() -> ExitCode {
    union_brief::cli::main()
}
