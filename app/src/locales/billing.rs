//! The texts of invoices: their pages and their PDF. Only the server has them.

use domain::billing::InvoiceFilter;

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
    pub page: fn(usize, usize) -> String,
    /// Date, kind, invoice, what, currency, amount, balance.
    pub statement_heads: [&'static str; 7],
    pub statement_file: &'static str,
    pub kinds: [&'static str; 3],
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
    no_way_to_pay: "It cannot be paid here. Please pay as agreed with us; the payment appears here once it has arrived.",
    paid_done: ["Paid by credit", "Whoever gets invoice emails is told."],
    funds_title: "Add funds",
    funds_intro: "Makes an invoice over the amount. Once it is paid, the amount is credit on the account, which pays \
                  other invoices.",
    funds_amount: "Amount",
    currency: "Currency",
    funds_submit: "Make the invoice",
    funds_done: ["The invoice is made", "Once it is paid, its amount is credit on the account."],
    funds_note: "What is paid on this invoice becomes credit on the account.",
    page: |page, of| format!("Page {page} of {of}"),
    statement_heads: ["Date", "Kind", "Invoice", "How", "Currency", "Amount", "Balance"],
    statement_file: "statement.csv",
    kinds: ["Invoice", "Payment", "Refund"],
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
    no_way_to_pay: "Den kan ikke betales her. Betal slik vi har avtalt; betalingen vises her når den er kommet fram.",
    paid_done: ["Betalt med tilgodehavende", "De som får faktura-e-poster, får beskjed."],
    funds_title: "Sett inn penger",
    funds_intro: "Lager en faktura på beløpet. Når den er betalt, har kontoen beløpet til gode og kan betale andre \
                  fakturaer med det.",
    funds_amount: "Beløp",
    currency: "Valuta",
    funds_submit: "Lag fakturaen",
    funds_done: ["Fakturaen er laget", "Når den er betalt, har kontoen beløpet til gode."],
    funds_note: "Det som betales på denne fakturaen, blir til gode på kontoen.",
    page: |page, of| format!("Side {page} av {of}"),
    statement_heads: ["Dato", "Type", "Faktura", "Hvordan", "Valuta", "Beløp", "Saldo"],
    statement_file: "kontoutskrift.csv",
    kinds: ["Faktura", "Betaling", "Refusjon"],
};
