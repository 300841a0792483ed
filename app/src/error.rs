//! What a server function answers.
//!
//! Not here: the words of a refusal (`locales::refusals`), and why something is refused (`domain::AppError`).

/// What a server function answers.
pub type Answer<T> = Result<T, domain::AppError>;
