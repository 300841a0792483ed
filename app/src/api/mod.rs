//! Server functions: the addresses under `/api` that pages and forms call. Bodies are short; rules live in `backend`.

pub mod frame;
pub mod locale;
