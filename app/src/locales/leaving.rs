//! The texts of the pages that the links at the foot of emails lead to. The server writes those pages itself, so they are
//! not in the browser's client.

use domain::Locale;

pub struct Leaving {
    pub leave: fn(&str) -> String,
    pub leave_intro: fn(&str, &str, &str) -> String,
    pub leave_button: fn(&str) -> String,
    pub left: fn(&str, &str, &str) -> String,
    pub nobody_else: fn(&str, &str) -> String,
    pub not_me: &'static str,
    pub not_me_intro: fn(&str, &str) -> String,
    pub not_me_button: &'static str,
    pub stopped: fn(&str, &str) -> String,
    pub by_mistake: &'static str,
    pub take_back: &'static str,
    pub taken_back: fn(&str, &str) -> String,
    pub dead: &'static str,
    pub dead_intro: &'static str,
    pub broken: &'static str,
}

/// The texts of a language.
pub fn texts(locale: Locale) -> &'static Leaving {
    match locale {
        Locale::English => &EN,
        Locale::Bokmal => &NB,
    }
}

static EN: Leaving = Leaving {
    leave: |category| format!("Stop {category}"),
    leave_intro: |category, account, address| {
        format!("{category} about {account} are sent to {address}. Do you want to stop them?")
    },
    leave_button: |category| format!("Stop {category}"),
    left: |category, account, address| {
        format!("{category} about {account} are no longer sent to {address}. Other emails go on as before.")
    },
    nobody_else: |category, account| {
        format!(
            "Nobody else would get {category} about {account}, and some of them must not get lost, so they go on. \
             Whoever owns the account can let somebody else get them first, under Contacts."
        )
    },
    not_me: "This is not me",
    not_me_intro: |account, address| {
        format!("Emails about {account} are sent to {address}. If you do not know {account}, stop all of them here.")
    },
    not_me_button: "Stop all emails to me",
    stopped: |account, address| {
        format!("Nothing about {account} is sent to {address} any more. Its owner is told that the address is wrong.")
    },
    by_mistake: "Did you press the button by mistake?",
    take_back: "It is me: send me emails again",
    taken_back: |account, address| format!("Emails about {account} are sent to {address} again."),
    dead: "This link means nothing any more",
    dead_intro: "The address that it was sent to is not in use any more, or the link is incomplete. Nothing was changed.",
    broken: "This could not be done just now. Please try again in a minute.",
};

static NB: Leaving = Leaving {
    leave: |category| format!("Stopp {category}"),
    leave_intro: |category, account, address| {
        format!("{category} om {account} sendes til {address}. Vil du stoppe dem?")
    },
    leave_button: |category| format!("Stopp {category}"),
    left: |category, account, address| {
        format!("{category} om {account} sendes ikke lenger til {address}. Andre e-poster fortsetter som før.")
    },
    nobody_else: |category, account| {
        format!(
            "Ingen andre ville fått {category} om {account}, og noen av dem må ikke gå tapt, så de fortsetter. \
             Den som eier kontoen, kan først la noen andre få dem, under Kontakter."
        )
    },
    not_me: "Dette er ikke meg",
    not_me_intro: |account, address| {
        format!("E-poster om {account} sendes til {address}. Kjenner du ikke {account}, kan du stoppe alle her.")
    },
    not_me_button: "Stopp alle e-poster til meg",
    stopped: |account, address| {
        format!("Ingenting om {account} sendes til {address} lenger. Eieren får vite at adressen er feil.")
    },
    by_mistake: "Trykket du på knappen ved en feil?",
    take_back: "Det er meg: send meg e-poster igjen",
    taken_back: |account, address| format!("E-poster om {account} sendes til {address} igjen."),
    dead: "Denne lenken betyr ikke noe lenger",
    dead_intro: "Adressen som den ble sendt til, er ikke i bruk lenger, eller lenken er ufullstendig. Ingenting ble endret.",
    broken: "Dette lot seg ikke gjøre akkurat nå. Prøv igjen om et minutt.",
};
