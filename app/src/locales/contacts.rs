//! The texts of the Contacts page.

use domain::CalendarDate;

pub struct Contacts {
    pub title: &'static str,
    pub intro: &'static str,
    pub add: &'static str,
    pub new_intro: &'static str,
    /// The label of the drop-down.
    pub choose: &'static str,
    pub people: &'static str,
    pub nobody: [&'static str; 2],
    pub no_emails: &'static str,
    pub billing: &'static str,
    /// What they could do before access ended.
    pub had: fn(&str) -> String,
    pub ended: &'static str,
    pub chosen_only: &'static str,
    pub chosen_and_new: &'static str,
    pub no_login: &'static str,

    pub personal: &'static str,
    pub address: &'static str,
    pub language_hint: &'static str,
    pub emails_hint: &'static str,
    pub sub_account: &'static str,
    pub sub_account_hint: &'static str,
    pub activate_meaning: &'static str,
    pub without_login: &'static str,
    pub preset_without: &'static str,
    /// Which other permission one needs.
    pub needs: fn(&str) -> String,
    pub scope_all: &'static str,
    pub scope_all_meaning: &'static str,
    pub scope_chosen: &'static str,
    pub scope_chosen_meaning: &'static str,
    pub new_ones: &'static str,
    pub new_ones_meaning: &'static str,
    /// How many services and domains are chosen.
    pub chosen_count: fn(usize, usize) -> String,
    pub search: &'static str,
    pub services: &'static str,
    pub domains: &'static str,
    pub ends_hint: &'static str,
    pub quick_ends: &'static str,
    pub in_days: fn(u16) -> String,
    pub no_end: &'static str,
    pub until: fn(&str) -> String,
    pub date: fn(CalendarDate) -> String,
    pub over: &'static str,
    pub had_before: fn(&str) -> String,
    pub locked: &'static str,

    pub changes_details: fn(&str) -> String,
    pub changes_emails: fn(&str) -> String,
    pub gains: fn(&str) -> String,
    pub loses: fn(&str) -> String,
    pub changes_scope: &'static str,
    pub covers_new: &'static str,
    pub covers_no_new: &'static str,
    pub login_ends: &'static str,
    pub never_ends: &'static str,
    pub will_end: fn(&str) -> String,
    pub will_invite: fn(&str) -> String,
    pub old_address_out: fn(&str) -> String,

    /// Who saved first; empty: not known.
    pub conflict: fn(&str) -> String,
    /// Fields that only the other person had changed.
    pub taken: fn(&str) -> String,
    pub differences: &'static str,
    pub field: &'static str,
    pub yours: &'static str,
    pub theirs: &'static str,
    pub take_theirs: &'static str,
    pub take_all: &'static str,
    pub keep_mine: &'static str,
    pub conflict_next: &'static str,
    pub same_now: &'static str,
    pub empty_value: &'static str,

    pub delete: &'static str,
    pub delete_question: fn(&str) -> String,
    pub delete_what: fn(&str) -> String,
    pub delete_login: &'static str,
    pub delete_emails: &'static str,
    pub delete_history: &'static str,
    pub billing_instead: &'static str,
    pub billing_hint: &'static str,
    pub billing_account: &'static str,

    pub waiting: fn(&str) -> String,
    pub resend: &'static str,
    pub created: &'static str,
    pub invited: &'static str,
    pub deleted: &'static str,
    pub resent: &'static str,

    pub mails: &'static str,
    pub no_mails: &'static str,
    pub test: &'static str,
    pub tested: &'static str,
    /// A person to whom no emails are sent any more.
    pub stopped: &'static str,
    /// A login is asked for an address that looks like a mailbox of several people.
    pub shared_mailbox: &'static str,
}

impl Contacts {
    /// A limited scope in a few words.
    pub fn chosen(&self, new_ones: bool) -> &'static str {
        if new_ones { self.chosen_and_new } else { self.chosen_only }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const MANEDER: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];

fn month(months: [&'static str; 12], date: CalendarDate) -> &'static str {
    months.get(usize::from(date.month()).saturating_sub(1)).copied().unwrap_or_default()
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

pub const EN: Contacts = Contacts {
    title: "Contacts",
    intro: "Who else is on this account: who gets which emails, who may sign in, and what each of them may do.",
    add: "Add new Contact",
    new_intro: "A new contact gets nothing and may do nothing until you tick it.",
    choose: "Choose Contact",
    people: "People on this account",
    nobody: [
        "Nobody else is on this account yet",
        "Add your accountant, developer or anyone who should get emails or an own sign-in. You decide what each of \
         them sees, and can end it with one click.",
    ],
    no_emails: "No emails",
    billing: "Billing contact",
    had: |permissions| format!("Before: {permissions}"),
    ended: "Access ended",
    chosen_only: "chosen services and domains only",
    chosen_and_new: "chosen services and domains, and those added later",
    no_login: "No login",

    personal: "Personal Information",
    address: "Address",
    language_hint: "In which emails to this person are written.",
    emails_hint: "Ticked emails arrive whether or not the person can sign in: ending a sub-account does not stop them, \
                  un-ticking or deleting does.",
    sub_account: "Sub-Account",
    sub_account_hint: "An own sign-in to this account. The person sets the password through an emailed link; nobody \
                       else ever knows it.",
    activate_meaning: "The person may sign in and do what is ticked below. Un-ticking ends it at once.",
    without_login: "Nothing below has effect until Activate Sub-Account is ticked.",
    preset_without: "Presets fill the boxes only where JavaScript runs. Tick the boxes themselves instead.",
    needs: |parent| format!("Needs {parent}."),
    scope_all: "All services and domains",
    scope_all_meaning: "Also those that come later.",
    scope_chosen: "Only these",
    scope_chosen_meaning: "Everything else stays hidden: lists, tickets, invoice lines, emails and numbers.",
    new_ones: "Also new ones",
    new_ones_meaning: "Services and domains that are added later.",
    chosen_count: |services, domains| {
        format!("{}, {}", count(services, "service", "services"), count(domains, "domain", "domains"))
    },
    search: "Search services and domains",
    services: "Services",
    domains: "Domains",
    ends_hint: "Access ends when this day is over, in the time zone of the account. Empty: no end.",
    quick_ends: "Ends in",
    in_days: |days| count(usize::from(days), "day", "days"),
    no_end: "No end",
    until: |date| format!("until {date}"),
    date: |date| format!("{} {} {}", date.day(), month(MONTHS, date), date.year()),
    over: "Access has ended.",
    had_before: |rights| {
        format!("Had before: {rights}. Tick Activate Sub-Account to give it again; change the boxes first if you like.")
    },
    locked: "You can see this contact, but not change it",

    changes_details: |fields| format!("Changes: {fields}"),
    changes_emails: |marks| format!("Emails: {marks}"),
    gains: |permissions| format!("Gains: {permissions}"),
    loses: |permissions| format!("Loses: {permissions}"),
    changes_scope: "Other services and domains",
    covers_new: "Also services and domains that are added later",
    covers_no_new: "No services and domains that are added later",
    login_ends: "Access ends at once",
    never_ends: "Access no longer ends by itself",
    will_end: |date| format!("Access ends after {date}"),
    will_invite: |address| format!("Will be emailed an invitation to {address}"),
    old_address_out: |address| format!("{address} loses access at once"),

    conflict: |by| {
        if by.is_empty() {
            "Somebody else saved this contact first".to_owned()
        } else {
            format!("{by} saved this contact first")
        }
    },
    taken: |fields| format!("Taken over from them, because you had not changed it: {fields}."),
    differences: "What differs",
    field: "Field",
    yours: "Yours",
    theirs: "Theirs",
    take_theirs: "Take theirs",
    take_all: "Take all of theirs",
    keep_mine: "Keep mine and save",
    conflict_next: "The form still holds what you typed. Saving now replaces theirs with yours.",
    same_now: "Nothing differs any more. Save if you changed something else.",
    empty_value: "(empty)",

    delete: "Delete Contact",
    delete_question: |name| format!("Delete {name}?"),
    delete_what: |email| format!("{email} will be taken off this account."),
    delete_login: "Their access ends at once, also where they are signed in now.",
    delete_emails: "They get no more emails of this account.",
    delete_history: "What they did stays in the activity, tickets and invoices.",
    billing_instead: "Address invoices to",
    billing_hint: "Invoices are addressed to this contact now.",
    billing_account: "The account itself",

    waiting: |email| format!("Invited. Waiting for {email} to set a password or accept."),
    resend: "Resend invitation",
    created: "The contact was added.",
    invited: "Saved. The invitation is on its way.",
    deleted: "The contact was deleted.",
    resent: "A new invitation is on its way. Earlier links no longer work.",
    mails: "Last Emails",
    no_mails: "No emails yet.",
    test: "Send a test",
    tested: "A test is on its way.",
    stopped: "Emails stopped",
    shared_mailbox: "Several people may read this mailbox: whoever opens the invitation sets the password. An address of \
                     one person is safer.",
};

pub const NB: Contacts = Contacts {
    title: "Kontakter",
    intro: "Hvem andre som er på kontoen: hvem som får hvilke e-poster, hvem som kan logge inn, og hva hver av dem kan \
            gjøre.",
    add: "Legg til ny kontakt",
    new_intro: "En ny kontakt får ingenting og kan ingenting før du krysser av for det.",
    choose: "Velg kontakt",
    people: "Personer på kontoen",
    nobody: [
        "Ingen andre er på denne kontoen ennå",
        "Legg til regnskapsføreren, utvikleren eller andre som skal få e-post eller egen innlogging. Du bestemmer hva \
         hver av dem ser, og kan avslutte det med ett klikk.",
    ],
    no_emails: "Ingen e-post",
    billing: "Fakturakontakt",
    had: |permissions| format!("Tidligere: {permissions}"),
    ended: "Tilgangen sluttet",
    chosen_only: "bare utvalgte tjenester og domener",
    chosen_and_new: "utvalgte tjenester og domener, og de som kommer til",
    no_login: "Ingen innlogging",

    personal: "Personopplysninger",
    address: "Adresse",
    language_hint: "Språket i e-poster til denne personen.",
    emails_hint: "Avkryssede e-poster kommer enten personen kan logge inn eller ikke: Å avslutte en underkonto stopper \
                  dem ikke. Det gjør det å fjerne krysset eller slette kontakten.",
    sub_account: "Underkonto",
    sub_account_hint: "En egen innlogging på denne kontoen. Personen velger passordet selv gjennom en lenke på e-post; \
                       ingen andre får vite det.",
    activate_meaning: "Personen kan logge inn og gjøre det som er krysset av under. Fjernes krysset, er det slutt med \
                       en gang.",
    without_login: "Ingenting under her gjelder før du krysser av for Aktiver underkonto.",
    preset_without: "Forhåndsvalg fyller ut boksene bare der JavaScript kjører. Kryss av i boksene i stedet.",
    needs: |parent| format!("Krever {parent}."),
    scope_all: "Alle tjenester og domener",
    scope_all_meaning: "Også de som kommer til senere.",
    scope_chosen: "Bare disse",
    scope_chosen_meaning: "Alt annet er skjult: lister, supportsaker, fakturalinjer, e-poster og tall.",
    new_ones: "Også nye",
    new_ones_meaning: "Tjenester og domener som kommer til senere.",
    chosen_count: |services, domains| {
        format!("{}, {}", count(services, "tjeneste", "tjenester"), count(domains, "domene", "domener"))
    },
    search: "Søk i tjenester og domener",
    services: "Tjenester",
    domains: "Domener",
    ends_hint: "Tilgangen slutter når denne dagen er over, i kontoens tidssone. Tomt felt: ingen slutt.",
    quick_ends: "Slutter om",
    in_days: |days| count(usize::from(days), "dag", "dager"),
    no_end: "Ingen slutt",
    until: |date| format!("til og med {date}"),
    date: |date| format!("{}. {} {}", date.day(), month(MANEDER, date), date.year()),
    over: "Tilgangen er avsluttet.",
    had_before: |rights| {
        format!(
            "Hadde tidligere: {rights}. Kryss av for Aktiver underkonto for å gi det igjen; endre gjerne boksene først."
        )
    },
    locked: "Du kan se denne kontakten, men ikke endre den",

    changes_details: |fields| format!("Endrer: {fields}"),
    changes_emails: |marks| format!("E-post: {marks}"),
    gains: |permissions| format!("Får: {permissions}"),
    loses: |permissions| format!("Mister: {permissions}"),
    changes_scope: "Andre tjenester og domener",
    covers_new: "Også tjenester og domener som kommer til senere",
    covers_no_new: "Ikke tjenester og domener som kommer til senere",
    login_ends: "Tilgangen slutter med en gang",
    never_ends: "Tilgangen slutter ikke lenger av seg selv",
    will_end: |date| format!("Tilgangen slutter etter {date}"),
    will_invite: |address| format!("Får en invitasjon til {address}"),
    old_address_out: |address| format!("{address} mister tilgangen med en gang"),

    conflict: |by| {
        if by.is_empty() {
            "Noen andre lagret denne kontakten først".to_owned()
        } else {
            format!("{by} lagret denne kontakten først")
        }
    },
    taken: |fields| format!("Overtatt fra dem, fordi du ikke hadde endret det: {fields}."),
    differences: "Det som er ulikt",
    field: "Felt",
    yours: "Ditt",
    theirs: "Deres",
    take_theirs: "Bruk deres",
    take_all: "Bruk alt deres",
    keep_mine: "Behold mitt og lagre",
    conflict_next: "Skjemaet inneholder fortsatt det du skrev. Lagrer du nå, erstatter ditt deres.",
    same_now: "Ingenting er ulikt lenger. Lagre hvis du har endret noe annet.",
    empty_value: "(tomt)",

    delete: "Slett kontakt",
    delete_question: |name| format!("Slette {name}?"),
    delete_what: |email| format!("{email} blir fjernet fra denne kontoen."),
    delete_login: "Tilgangen slutter med en gang, også der personen er innlogget nå.",
    delete_emails: "Personen får ikke flere e-poster fra denne kontoen.",
    delete_history: "Det personen har gjort, blir stående i aktivitet, supportsaker og fakturaer.",
    billing_instead: "Adresser fakturaer til",
    billing_hint: "Fakturaer er nå adressert til denne kontakten.",
    billing_account: "Kontoen selv",

    waiting: |email| format!("Invitert. Venter på at {email} velger passord eller godtar."),
    resend: "Send invitasjonen på nytt",
    created: "Kontakten er lagt til.",
    invited: "Lagret. Invitasjonen er på vei.",
    deleted: "Kontakten er slettet.",
    resent: "En ny invitasjon er på vei. Tidligere lenker virker ikke lenger.",
    mails: "Siste e-poster",
    no_mails: "Ingen e-poster ennå.",
    test: "Send en prøve",
    tested: "En prøve er på vei.",
    stopped: "E-post stoppet",
    shared_mailbox: "Flere kan lese denne postkassen: Den som åpner invitasjonen, velger passordet. En adresse som én \
                     person har alene, er tryggere.",
};
