//! The binary `coterie`. Everything is in the library, so that tests can reach it.

use std::process::ExitCode;

/// A page is some ten thousand small allocations: a third more of them a second than with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::command::main()
}
