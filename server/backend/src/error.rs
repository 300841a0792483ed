//! Why something could not be done.
//!
//! A refusal is an [`AppError`], which the person gets to see. Everything else is our own failure: the cause goes to
//! the log, the person gets a reference to it. There is deliberately no conversion from arbitrary errors.

use domain::AppError;
use sea_orm::{DbErr, SqlErr};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Refused, for a reason that the person is told.
    #[error("refused: {0:?}")]
    Refused(AppError),
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// A row that cannot be: an unknown code, a broken reference.
    #[error("inconsistent data: {0}")]
    Inconsistent(String),
    #[error("hashing a password failed")]
    Hashing,
    #[error("the system gave no random bytes")]
    Randomness,
    #[error("a template failed: {0}")]
    Template(String),
    #[error("mail could not be handed over: {0}")]
    Mail(String),
    /// A secret cannot be kept or read.
    #[error("the vault failed: {0}")]
    Vault(String),
}

impl From<AppError> for Failure {
    fn from(refusal: AppError) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    /// Something that must not be in the database.
    pub fn inconsistent(what: impl Into<String>) -> Self {
        Self::Inconsistent(what.into())
    }

    /// A secret that cannot be kept or read.
    pub fn vault(what: impl Into<String>) -> Self {
        Self::Vault(what.into())
    }

    /// Whether a unique key was violated.
    pub fn is_unique_violation(&self) -> bool {
        match self {
            Self::Database(error) => matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))),
            _ => false,
        }
    }

    /// What the person gets to see. A failure of ours is logged under the reference that they get.
    pub fn into_app_error(self) -> AppError {
        match self {
            Self::Refused(refusal) => refusal,
            failure => {
                let reference = uuid::Uuid::now_v7().simple().to_string();
                tracing::error!(%reference, error = %failure, "a request failed");
                AppError::Unavailable { reference }
            }
        }
    }
}
