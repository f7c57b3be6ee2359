//! The `hub-server` program; see the library of the same name.

fn main() -> std::process::ExitCode {
    hub_server::program::cli::main()
}
