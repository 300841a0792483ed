//! The texts of the help pages. The server sends them; the client never has them.

use domain::Locale;

/// A part of a help page.
pub struct Section {
    /// Its address on the page.
    pub id: &'static str,
    pub title: &'static str,
    pub text: &'static [&'static str],
    pub steps: &'static [&'static str],
}

pub struct Help {
    pub title: &'static str,
    pub intro: &'static str,
    pub contents: &'static str,
    pub sections: &'static [Section],
    pub emails: &'static str,
    pub permissions: &'static str,
}

/// The texts in a language.
pub fn help(locale: Locale) -> &'static Help {
    static ENGLISH: Help = EN;
    static BOKMAL: Help = NB;
    match locale {
        Locale::English => &ENGLISH,
        Locale::Bokmal => &BOKMAL,
    }
}

const EN: Help = Help {
    title: "Help: contacts and sub-accounts",
    intro: "How to let others receive emails, or sign in, without sharing your password.",
    contents: "On this page",
    sections: &[
        Section {
            id: "contact",
            title: "What is a contact?",
            text: &[
                "A contact is a person on file of your account. By itself, a contact can do nothing: it has no login, no \
                 permission, and gets no emails. You tick what they should have.",
                "Tick email categories, and the person gets those emails. Tick Activate Sub-Account, and the person can \
                 sign in with a password of their own and sees exactly what you allow.",
            ],
            steps: &[],
        },
        Section {
            id: "add",
            title: "Add your accountant, developer or colleague",
            text: &[],
            steps: &[
                "Open the menu behind your name and choose Contacts.",
                "In Choose Contact, pick Add new Contact, and fill in name and email address.",
                "Under Email Preferences, tick what they should receive. An accountant usually needs only Invoice Emails.",
                "If they should sign in, tick Activate Sub-Account. A preset fills the boxes; change any of them.",
                "If you like, limit the scope to some services and domains, and set the day on which access ends.",
                "Choose Save Changes. They get an invitation and choose their own password. You never see or set it.",
            ],
        },
        Section {
            id: "change",
            title: "Change or end someone's access",
            text: &[
                "Every change holds from the person's very next click, even if they are signed in at that moment.",
                "To end a login, un-tick Activate Sub-Account and save. Ticked emails go on; un-tick them too if they \
                 should stop. To remove the person altogether, choose Delete Contact. What they did stays in Activity.",
                "If you tick Activate Sub-Account again later, the former permissions are offered, and you see them \
                 before you save.",
            ],
            steps: &[],
        },
        Section {
            id: "managers",
            title: "Let someone else manage contacts",
            text: &[
                "A sub-account with View & Manage Contacts can add, change and remove others. Nobody can give more than \
                 they hold themselves, change their own access, or touch the owner. You are told of every change of \
                 rights that somebody else makes.",
            ],
            steps: &[],
        },
        Section {
            id: "invited",
            title: "You were invited",
            text: &[
                "Open the link in the invitation and choose a password. The link works for 7 days and once. If it has \
                 expired, use Forgot Password on the sign-in page with the address that was invited: it works as well.",
                "If you have a login here already, sign in and accept the invitation. You keep one password for all \
                 accounts, and switch between them in the menu behind your name.",
                "You see only what the owner allowed. A page that you may not open names the missing permission, so that \
                 you can ask for it. Under Security you can leave an account at any time.",
            ],
            steps: &[],
        },
        Section {
            id: "mail-only",
            title: "You only get emails",
            text: &[
                "Then you are a contact without a login. If you no longer want these emails, ask the owner of the \
                 account to un-tick them or to delete the contact.",
            ],
            steps: &[],
        },
        Section {
            id: "password",
            title: "Passwords and security emails",
            text: &[
                "Setting a new password ends all other sessions of that person. Emails about passwords, invitations and \
                 sign-ins go only to the person concerned, whatever boxes are ticked.",
            ],
            steps: &[],
        },
    ],
    emails: "Each category can be ticked for each contact. The owner gets every category unless opted out. General, \
             Invoice and Domain emails always have at least one recipient.",
    permissions: "What a sub-account can be allowed to do. Home, the own profile and password, and this help are open to \
                  everyone who is signed in.",
};

const NB: Help = Help {
    title: "Hjelp: kontakter og underkontoer",
    intro: "Slik lar du andre få e-poster, eller logge inn, uten å dele passordet ditt.",
    contents: "På denne siden",
    sections: &[
        Section {
            id: "contact",
            title: "Hva er en kontakt?",
            text: &[
                "En kontakt er en person som er registrert på kontoen din. I seg selv kan en kontakt ingenting: den har \
                 ingen innlogging, ingen tilganger og får ingen e-poster. Du krysser av for det de skal ha.",
                "Kryss av for e-postkategorier, så får personen de e-postene. Kryss av for Aktiver underkonto, så kan \
                 personen logge inn med sitt eget passord og ser nøyaktig det du tillater.",
            ],
            steps: &[],
        },
        Section {
            id: "add",
            title: "Legg til regnskapsføreren, utvikleren eller en kollega",
            text: &[],
            steps: &[
                "Åpne menyen bak navnet ditt og velg Kontakter.",
                "Velg Legg til ny kontakt under Velg kontakt, og fyll ut navn og e-postadresse.",
                "Kryss av for det de skal motta under E-postvalg. En regnskapsfører trenger som regel bare \
                 Faktura-e-poster.",
                "Skal de logge inn, krysser du av for Aktiver underkonto. Et forhåndsvalg fyller ut boksene; endre dem \
                 som du vil.",
                "Om du vil, kan du begrense omfanget til noen tjenester og domener, og velge hvilken dag tilgangen \
                 slutter.",
                "Velg Lagre endringer. De får en invitasjon og velger sitt eget passord. Du verken ser eller setter det.",
            ],
        },
        Section {
            id: "change",
            title: "Endre eller avslutte noens tilgang",
            text: &[
                "Hver endring gjelder fra personens aller neste klikk, også om de er innlogget akkurat da.",
                "For å avslutte en innlogging fjerner du krysset for Aktiver underkonto og lagrer. E-poster som er \
                 krysset av, fortsetter; fjern også de kryssene hvis de skal stanse. For å fjerne personen helt velger \
                 du Slett kontakt. Det de har gjort, blir stående under Aktivitet.",
                "Krysser du av for Aktiver underkonto igjen senere, blir de tidligere tilgangene foreslått, og du ser \
                 dem før du lagrer.",
            ],
            steps: &[],
        },
        Section {
            id: "managers",
            title: "La noen andre administrere kontakter",
            text: &[
                "En underkonto med Se og administrere kontakter kan legge til, endre og fjerne andre. Ingen kan gi mer \
                 enn de selv har, endre sin egen tilgang eller røre eieren. Du får beskjed om hver endring av tilganger \
                 som noen andre gjør.",
            ],
            steps: &[],
        },
        Section {
            id: "invited",
            title: "Du er invitert",
            text: &[
                "Åpne lenken i invitasjonen og velg et passord. Lenken virker i 7 dager og én gang. Er den utløpt, kan \
                 du bruke Glemt passord på innloggingssiden med adressen som ble invitert: det virker like godt.",
                "Har du allerede en innlogging her, logger du inn og godtar invitasjonen. Du har ett passord for alle \
                 kontoer og bytter mellom dem i menyen bak navnet ditt.",
                "Du ser bare det eieren har tillatt. En side du ikke kan åpne, forteller hvilken tilgang som mangler, \
                 så du kan be om den. Under Sikkerhet kan du når som helst forlate en konto.",
            ],
            steps: &[],
        },
        Section {
            id: "mail-only",
            title: "Du får bare e-poster",
            text: &[
                "Da er du en kontakt uten innlogging. Vil du ikke lenger ha disse e-postene, kan du be eieren av kontoen \
                 om å fjerne kryssene eller slette kontakten.",
            ],
            steps: &[],
        },
        Section {
            id: "password",
            title: "Passord og sikkerhetsmeldinger",
            text: &[
                "Et nytt passord avslutter alle andre økter for den personen. E-poster om passord, invitasjoner og \
                 innlogginger går bare til den det gjelder, uansett hvilke bokser som er krysset av.",
            ],
            steps: &[],
        },
    ],
    emails: "Hver kategori kan krysses av for hver kontakt. Eieren får alle kategorier som ikke er valgt bort. Generelle, \
             faktura- og domene-e-poster har alltid minst én mottaker.",
    permissions: "Dette kan en underkonto få lov til. Hjem, egen profil og eget passord, og denne hjelpen er åpne for alle \
                  som er innlogget.",
};
