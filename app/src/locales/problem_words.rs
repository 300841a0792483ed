//! What is wrong with a field of a page that the server writes, in words that say what to do.

use backend::problems::Problem;
use domain::Locale;

/// The words for a problem.
pub fn words(locale: Locale, problem: Problem) -> &'static str {
    match locale {
        Locale::English => english(problem),
        Locale::Bokmal => bokmal(problem),
    }
}

fn english(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "Please fill this in.",
        Problem::TooLong => "This is too long. Please shorten it.",
        Problem::Unprintable => "Please remove line breaks and characters that cannot be printed.",
        Problem::WrongPassword => "This is not your password.",
        Problem::TooShort => "Please use at least 8 characters.",
        Problem::TooWeak => "This is too easy to guess. Please use a longer or less common one.",
        Problem::DoesNotMatch => "This differs from the first one. Please type it again.",
        Problem::WrongName => "This is not the name. Please type it as it stands above.",
        Problem::NotNow => "This cannot be done as things are now: something here is not active, or not set up for it.",
        Problem::Changed => "Somebody else changed this meanwhile. Please look at the page again.",
        Problem::NothingChosen => "Please choose at least one domain.",
        Problem::UnknownChoice => "Please choose from the list.",
        Problem::NotAHost => "This is not the name of a host, such as ns1.example.com.",
        Problem::NotAName => "This is not a name within the domain, such as www, or @ for the domain itself.",
        Problem::Twice => "This is there already.",
        Problem::TooFewNameServers => "A domain needs at least 2 name servers.",
        Problem::TooManyNameServers => "A domain can have at most 13 name servers.",
        Problem::GlueNeeded => "This name server is inside the domain: please write its addresses behind it.",
        Problem::GlueNotNeeded => "This name server is not inside the domain: please leave its addresses out.",
        Problem::NotAnAddress => "This is not an address that others can reach, such as 192.0.2.1 or 2001:db8::1.",
        Problem::NotIpv4 => "This is not an IPv4 address, such as 192.0.2.1.",
        Problem::NotIpv6 => "This is not an IPv6 address, such as 2001:db8::1.",
        Problem::NotANumber => "Please write a number from 60 to 604800.",
        Problem::NotMx => "Please write a preference and a host, such as 10 mail.example.com.",
        Problem::NotSrv => "Please write priority, weight, port and host, such as 0 5 5060 sip.example.com.",
        Problem::SrvName => "The name of a service begins like _sip._tcp.",
        Problem::NotCaa => "Please write flags, tag and value, such as 0 issue \"ca.example.net\".",
        Problem::CnameNotAlone => "A CNAME must be the only record of its name.",
        Problem::CnameAtApex => "The domain itself cannot be a CNAME. Please use A and AAAA records.",
        Problem::TargetIsCname => "Mail and services must not lead to a CNAME. Please name a host with addresses.",
        Problem::TooManyRecords => "A domain can have at most 500 records.",
        Problem::NotAnEmail => "Please write an address like name@example.com.",
        Problem::NotAPhone => "Please write 3 to 15 digits, with + and the country code for other countries.",
        Problem::UnknownCountry => "Please choose a country from the list.",
        Problem::IncompleteAddress => {
            "The name or address is not complete. Please complete it first, or type the details."
        }
        Problem::FileType => "A file is of a kind that cannot be attached, or is not what its name says.",
        Problem::FileEmpty => "A file is empty.",
        Problem::FileTooLarge => "The files are too large.",
        Problem::TooManyFiles => "These are too many files.",
        Problem::NotAnAmount => {
            "Type an amount such as 1249.50, with no more digits after the point than the currency has."
        }
        Problem::MoreThanLeft => "That is more than is left to pay.",
        Problem::MoreThanCredit => "There is not as much credit on the account.",
        Problem::AmountTooLarge => "That is more than can be added at once.",
        Problem::WrongCurrency => "The account has nothing in this currency. Please choose one from the list.",
        Problem::NotPayable => "Nothing can be paid by credit on this invoice any more.",
        Problem::FundsWaiting => "There are three unpaid invoices for funds already. Pay those first.",
        Problem::QuoteExpired => "The quote is not valid any more. Ask us for a new one.",
        Problem::QuoteAnswered => "The quote was answered already.",
        Problem::CartEmpty => "The cart is empty. Put something into it first.",
        Problem::CartFull => "The cart holds twenty things at most. Order those first.",
        Problem::NotOffered => "This is not offered any more. Please choose something else.",
        Problem::NotADomain => "That is no name that it could have. A domain is written like example.test.",
        Problem::NoSuchChange => {
            "The service cannot be changed to that. Look at the page again to see what it can be changed to."
        }
        Problem::OrderWaiting => "There is an order about it that is not done yet. Wait until it is, or ask us.",
        Problem::NotRenewable => "It cannot be renewed. Ask us about it.",
        Problem::PriceChanged => "The prices changed while you were looking. Check them, and order again.",
        Problem::BelowMinimum => "That is less than is paid out, or more than there is.",
        Problem::NoRoomForFiles => {
            "There is no room for these files: those on the tickets of this account weigh as much as they may together. \
             Please send the ticket without them, and say where they can be found."
        }
    }
}

fn bokmal(problem: Problem) -> &'static str {
    match problem {
        Problem::Missing => "Fyll ut dette feltet.",
        Problem::TooLong => "Dette er for langt. Kort det ned.",
        Problem::Unprintable => "Fjern linjeskift og tegn som ikke kan skrives ut.",
        Problem::WrongPassword => "Dette er ikke passordet ditt.",
        Problem::TooShort => "Bruk minst 8 tegn.",
        Problem::TooWeak => "Dette er for lett å gjette. Bruk et lengre eller mindre vanlig.",
        Problem::DoesNotMatch => "Dette er ikke likt det første. Skriv det en gang til.",
        Problem::WrongName => "Dette er ikke navnet. Skriv det slik det står over.",
        Problem::NotNow => "Dette kan ikke gjøres slik det er nå: noe her er ikke aktivt eller ikke satt opp for det.",
        Problem::Changed => "Noen andre har endret dette i mellomtiden. Se på siden på nytt.",
        Problem::NothingChosen => "Velg minst ett domene.",
        Problem::UnknownChoice => "Velg fra listen.",
        Problem::NotAHost => "Dette er ikke navnet på en vert, som ns1.eksempel.no.",
        Problem::NotAName => "Dette er ikke et navn i domenet, som www, eller @ for selve domenet.",
        Problem::Twice => "Dette finnes allerede.",
        Problem::TooFewNameServers => "Et domene trenger minst 2 navnetjenere.",
        Problem::TooManyNameServers => "Et domene kan ha høyst 13 navnetjenere.",
        Problem::GlueNeeded => "Denne navnetjeneren er i selve domenet: skriv adressene bak den.",
        Problem::GlueNotNeeded => "Denne navnetjeneren er ikke i domenet: utelat adressene.",
        Problem::NotAnAddress => "Dette er ikke en adresse som andre kan nå, som 192.0.2.1 eller 2001:db8::1.",
        Problem::NotIpv4 => "Dette er ikke en IPv4-adresse, som 192.0.2.1.",
        Problem::NotIpv6 => "Dette er ikke en IPv6-adresse, som 2001:db8::1.",
        Problem::NotANumber => "Skriv et tall fra 60 til 604800.",
        Problem::NotMx => "Skriv prioritet og vert, som 10 mail.eksempel.no.",
        Problem::NotSrv => "Skriv prioritet, vekt, port og vert, som 0 5 5060 sip.eksempel.no.",
        Problem::SrvName => "Navnet på en tjeneste begynner som _sip._tcp.",
        Problem::NotCaa => "Skriv flagg, type og verdi, som 0 issue \"ca.eksempel.no\".",
        Problem::CnameNotAlone => "En CNAME må være den eneste oppføringen med sitt navn.",
        Problem::CnameAtApex => "Selve domenet kan ikke være en CNAME. Bruk A- og AAAA-oppføringer.",
        Problem::TargetIsCname => "E-post og tjenester kan ikke peke på en CNAME. Oppgi en vert med adresser.",
        Problem::TooManyRecords => "Et domene kan ha høyst 500 oppføringer.",
        Problem::NotAnEmail => "Skriv en adresse som navn@eksempel.no.",
        Problem::NotAPhone => "Skriv 3 til 15 sifre, med + og landkode for andre land.",
        Problem::UnknownCountry => "Velg et land fra listen.",
        Problem::IncompleteAddress => {
            "Navnet eller adressen er ikke komplett. Fyll det ut først, eller skriv opplysningene."
        }
        Problem::FileType => "En fil er av en type som ikke kan legges ved, eller er ikke det navnet sier.",
        Problem::FileEmpty => "En fil er tom.",
        Problem::FileTooLarge => "Filene er for store.",
        Problem::TooManyFiles => "Dette er for mange filer.",
        Problem::NotAnAmount => "Skriv et beløp som 1249,50, med ikke flere sifre etter komma enn valutaen har.",
        Problem::MoreThanLeft => "Det er mer enn det som gjenstår å betale.",
        Problem::MoreThanCredit => "Så mye har ikke kontoen til gode.",
        Problem::AmountTooLarge => "Det er mer enn det som kan settes inn på én gang.",
        Problem::WrongCurrency => "Kontoen har ingenting i denne valutaen. Velg en fra listen.",
        Problem::NotPayable => "Denne fakturaen kan ikke lenger betales med tilgodehavende.",
        Problem::FundsWaiting => "Det er alt tre ubetalte fakturaer for innskudd. Betal dem først.",
        Problem::QuoteExpired => "Tilbudet gjelder ikke lenger. Be oss om et nytt.",
        Problem::QuoteAnswered => "Tilbudet er allerede besvart.",
        Problem::CartEmpty => "Handlekurven er tom. Legg noe i den først.",
        Problem::CartFull => "Handlekurven rommer høyst tjue ting. Bestill dem først.",
        Problem::NotOffered => "Dette tilbys ikke lenger. Velg noe annet.",
        Problem::NotADomain => "Det er ikke et navn den kan ha. Et domene skrives som example.test.",
        Problem::NoSuchChange => {
            "Tjenesten kan ikke endres til det. Se på siden på nytt for å se hva den kan endres til."
        }
        Problem::OrderWaiting => {
            "Det er en bestilling om den som ikke er ferdig ennå. Vent til den er det, eller spør oss."
        }
        Problem::NotRenewable => "Det kan ikke fornyes. Spør oss om det.",
        Problem::PriceChanged => "Prisene endret seg mens du så på. Sjekk dem og bestill igjen.",
        Problem::BelowMinimum => "Det er mindre enn det som betales ut, eller mer enn det er.",
        Problem::NoRoomForFiles => {
            "Det er ikke plass til disse filene: De som ligger på kontoens saker, er så store som de til sammen kan være. \
             Send saken uten dem, og si hvor de finnes."
        }
    }
}
