//! The `hub-server` program; see the library of the same name.

/// Commands are large futures that come and go by the thousand, on several threads (docs/decisions/0062).
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    hub_server::program::cli::main()
}
