//! The texts of signing in, Forgot Password, invitations and the account chooser.

pub struct Auth {
    pub login: &'static str,
    pub forgot_password: &'static str,
    pub reset_password: &'static str,
    pub invitations: &'static str,
    pub accounts: &'static str,
    pub confirm_email: &'static str,
}

pub const EN: Auth = Auth {
    login: "Sign in",
    forgot_password: "Forgot Password",
    reset_password: "Set a password",
    invitations: "Invitations",
    accounts: "Choose an account",
    confirm_email: "Confirm your email address",
};

pub const NB: Auth = Auth {
    login: "Logg inn",
    forgot_password: "Glemt passord",
    reset_password: "Velg et passord",
    invitations: "Invitasjoner",
    accounts: "Velg en konto",
    confirm_email: "Bekreft e-postadressen",
};
