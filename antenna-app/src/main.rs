//! Arguments, log, exit status; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    antenna_app::run()
}
