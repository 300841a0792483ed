//! The texts of invoices: their pages, their PDF, and why something about money was refused. Only the server has them.

use domain::{
    AppError, Code,
    billing::{InvoiceFilter, Problem},
};

use super::{refusals::RefusalText, texts};

pub struct Billing {
    pub locale: domain::Locale,
    pub invoice: fn(&str) -> String,
    pub filter_label: &'static str,
    pub filters: [&'static str; 6],
    pub nothing_found: [&'static str; 2],
    pub to_pay: &'static str,
    pub to_pay_of: fn(u64) -> String,
    pub overdue: &'static str,
    pub credit: &'static str,
    pub left: &'static str,
    pub paid: &'static str,
    pub paid_on: &'static str,
    pub billed_to: &'static str,
    pub description: &'static str,
    pub amount: &'static str,
    pub payments: &'static str,
    pub by_credit: &'static str,
    pub payment: &'static str,
    pub pdf: &'static str,
    pub statement: &'static str,
    pub pay_title: &'static str,
    pub credit_there_is: fn(&str) -> String,
    pub amount_to_pay: fn(&str) -> String,
    pub pay_now: &'static str,
    pub pay_elsewhere: fn(&str) -> String,
    pub no_way_to_pay: &'static str,
    pub paid_done: [&'static str; 2],
    pub funds_title: &'static str,
    pub funds_intro: &'static str,
    pub funds_amount: &'static str,
    pub currency: &'static str,
    pub funds_submit: &'static str,
    pub funds_done: [&'static str; 2],
    pub funds_note: &'static str,
    pub refused_title: &'static str,
    pub page: fn(usize, usize) -> String,
    /// Date, kind, invoice, what, currency, amount, balance.
    pub statement_heads: [&'static str; 7],
    pub statement_file: &'static str,
    pub kinds: [&'static str; 3],
    pub problems: [&'static str; 21],
}

impl Billing {
    pub fn filter(&self, filter: InvoiceFilter) -> &'static str {
        let [all, unpaid, overdue, paid, refunded, cancelled] = self.filters;
        match filter {
            InvoiceFilter::All => all,
            InvoiceFilter::Unpaid => unpaid,
            InvoiceFilter::Overdue => overdue,
            InvoiceFilter::Paid => paid,
            InvoiceFilter::Refunded => refunded,
            InvoiceFilter::Cancelled => cancelled,
        }
    }

    pub fn problem(&self, problem: Problem) -> &'static str {
        let place = Problem::ALL.iter().position(|one| *one == problem);
        place.and_then(|place| self.problems.get(place)).copied().unwrap_or_default()
    }

    /// Why a form was refused.
    pub fn refusal(&self, error: &AppError) -> RefusalText {
        match error {
            AppError::Refused(code) if let Some(problem) = Problem::from_code(code) => {
                RefusalText { title: self.refused_title, next: self.problem(problem).to_owned() }
            }
            other => texts(self.locale).refusals.of(other),
        }
    }
}

pub const EN: Billing = Billing {
    locale: domain::Locale::English,
    invoice: |number| format!("Invoice {number}"),
    filter_label: "Which invoices",
    filters: ["All", "Unpaid", "Overdue", "Paid", "Refunded", "Cancelled"],
    nothing_found: ["No such invoices", "There are no invoices of this kind."],
    to_pay: "To pay",
    to_pay_of: |count| {
        if count == 1 {
            "on 1 invoice".to_owned()
        } else {
            format!("on {count} invoices")
        }
    },
    overdue: "Of it overdue",
    credit: "Your credit",
    left: "Left to pay",
    paid: "Paid",
    paid_on: "Paid on",
    billed_to: "Billed to",
    description: "Description",
    amount: "Amount",
    payments: "Payments",
    by_credit: "Account credit",
    payment: "Payment",
    pdf: "Download PDF",
    statement: "Statement (CSV)",
    pay_title: "Pay",
    credit_there_is: |credit| format!("There is {credit} of credit on the account."),
    amount_to_pay: |currency| format!("Amount in {currency}"),
    pay_now: "Pay by credit",
    pay_elsewhere: |left| format!("Pay {left} another way"),
    no_way_to_pay: "There is no credit to pay with. Please pay as agreed with us; the payment appears here once it has \
                    arrived.",
    paid_done: ["Paid by credit", "Whoever gets invoice emails is told."],
    funds_title: "Add funds",
    funds_intro: "Makes an invoice over the amount. Once it is paid, the amount is credit on the account, which pays \
                  other invoices.",
    funds_amount: "Amount",
    currency: "Currency",
    funds_submit: "Make the invoice",
    funds_done: ["The invoice is made", "Once it is paid, its amount is credit on the account."],
    funds_note: "What is paid on this invoice becomes credit on the account.",
    refused_title: "That did not work",
    page: |page, of| format!("Page {page} of {of}"),
    statement_heads: ["Date", "Kind", "Invoice", "How", "Currency", "Amount", "Balance"],
    statement_file: "statement.csv",
    kinds: ["Invoice", "Payment", "Refund"],
    problems: [
        "Type an amount such as 1249.50, with no more digits after the point than the currency has.",
        "That is more than is left to pay.",
        "There is not as much credit on the account.",
        "That is more than can be added at once.",
        "The account has nothing in this currency.",
        "Nothing can be paid by credit on this invoice any more.",
        "There are three unpaid invoices for funds already. Pay those first.",
        "The quote is not valid any more. Ask us for a new one.",
        "The quote was answered already.",
        "Please say why.",
        "Please say it in at most 1,000 characters.",
        "The cart is empty.",
        "The cart holds twenty things at most.",
        "This is not offered any more.",
        "That is no name that it could have. A domain is written like example.test.",
        "The service cannot be changed to that.",
        "There is an order about it that is not done yet.",
        "It cannot be renewed. Ask us about it.",
        "Choose one of what there is.",
        "The prices changed while you were looking. Check the cart, and order again.",
        "That is less than is paid out, or more than there is.",
    ],
};

pub const NB: Billing = Billing {
    locale: domain::Locale::Bokmal,
    invoice: |number| format!("Faktura {number}"),
    filter_label: "Hvilke fakturaer",
    filters: ["Alle", "Ubetalte", "Forfalte", "Betalte", "Refunderte", "Kansellerte"],
    nothing_found: ["Ingen slike fakturaer", "Det er ingen fakturaer av dette slaget."],
    to_pay: "Å betale",
    to_pay_of: |count| {
        if count == 1 {
            "på 1 faktura".to_owned()
        } else {
            format!("på {count} fakturaer")
        }
    },
    overdue: "Herav forfalt",
    credit: "Tilgodehavende",
    left: "Gjenstår å betale",
    paid: "Betalt",
    paid_on: "Betalt",
    billed_to: "Faktura til",
    description: "Beskrivelse",
    amount: "Beløp",
    payments: "Betalinger",
    by_credit: "Tilgodehavende",
    payment: "Betaling",
    pdf: "Last ned PDF",
    statement: "Kontoutskrift (CSV)",
    pay_title: "Betal",
    credit_there_is: |credit| format!("Kontoen har {credit} til gode."),
    amount_to_pay: |currency| format!("Beløp i {currency}"),
    pay_now: "Betal med tilgodehavende",
    pay_elsewhere: |left| format!("Betal {left} på en annen måte"),
    no_way_to_pay: "Kontoen har ingenting til gode å betale med. Betal slik vi har avtalt; betalingen vises her når den er \
                    kommet fram.",
    paid_done: ["Betalt med tilgodehavende", "De som får faktura-e-poster, får beskjed."],
    funds_title: "Sett inn penger",
    funds_intro: "Lager en faktura på beløpet. Når den er betalt, har kontoen beløpet til gode og kan betale andre \
                  fakturaer med det.",
    funds_amount: "Beløp",
    currency: "Valuta",
    funds_submit: "Lag fakturaen",
    funds_done: ["Fakturaen er laget", "Når den er betalt, har kontoen beløpet til gode."],
    funds_note: "Det som betales på denne fakturaen, blir til gode på kontoen.",
    refused_title: "Det gikk ikke",
    page: |page, of| format!("Side {page} av {of}"),
    statement_heads: ["Dato", "Type", "Faktura", "Hvordan", "Valuta", "Beløp", "Saldo"],
    statement_file: "kontoutskrift.csv",
    kinds: ["Faktura", "Betaling", "Refusjon"],
    problems: [
        "Skriv et beløp som 1249,50, med ikke flere sifre etter komma enn valutaen har.",
        "Det er mer enn det som gjenstår å betale.",
        "Så mye har ikke kontoen til gode.",
        "Det er mer enn det som kan settes inn på én gang.",
        "Kontoen har ingenting i denne valutaen.",
        "Denne fakturaen kan ikke lenger betales med tilgodehavende.",
        "Det er alt tre ubetalte fakturaer for innskudd. Betal dem først.",
        "Tilbudet gjelder ikke lenger. Be oss om et nytt.",
        "Tilbudet er allerede besvart.",
        "Si hvorfor.",
        "Si det med høyst 1000 tegn.",
        "Handlekurven er tom.",
        "Handlekurven rommer høyst tjue ting.",
        "Dette tilbys ikke lenger.",
        "Det er ikke et navn den kan ha. Et domene skrives som example.test.",
        "Tjenesten kan ikke endres til det.",
        "Det er en bestilling om den som ikke er ferdig ennå.",
        "Det kan ikke fornyes. Spør oss om det.",
        "Velg noe av det som finnes.",
        "Prisene endret seg mens du så på. Sjekk handlekurven og bestill igjen.",
        "Det er mindre enn det som betales ut, eller mer enn det er.",
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words() {
        for billing in [&EN, &NB] {
            assert_eq!(billing.problems.len(), Problem::ALL.len());
            for problem in Problem::ALL {
                assert!(!billing.problem(*problem).is_empty());
            }
            let refused = billing.refusal(&Problem::MoreThanCredit.into());
            assert_eq!(refused.next, billing.problems[2]);
        }
    }
}
