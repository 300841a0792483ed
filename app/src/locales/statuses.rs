//! The states of services, invoices, tickets and so on, in words.

use domain::client_area::Status;

pub struct Statuses {
    pub active: &'static str,
    pub pending: &'static str,
    pub suspended: &'static str,
    pub terminated: &'static str,
    pub expired: &'static str,
    pub paid: &'static str,
    pub unpaid: &'static str,
    pub overdue: &'static str,
    pub refunded: &'static str,
    pub open: &'static str,
    pub answered: &'static str,
    pub closed: &'static str,
    pub accepted: &'static str,
    pub sent: &'static str,
    pub failed: &'static str,
    pub declined: &'static str,
    pub cancelled: &'static str,
}

impl Statuses {
    pub fn of(&self, status: Status) -> &'static str {
        match status {
            Status::Active => self.active,
            Status::Pending => self.pending,
            Status::Suspended => self.suspended,
            Status::Terminated => self.terminated,
            Status::Expired => self.expired,
            Status::Paid => self.paid,
            Status::Unpaid => self.unpaid,
            Status::Overdue => self.overdue,
            Status::Refunded => self.refunded,
            Status::Open => self.open,
            Status::Answered => self.answered,
            Status::Closed => self.closed,
            Status::Accepted => self.accepted,
            Status::Sent => self.sent,
            Status::Failed => self.failed,
            Status::Declined => self.declined,
            Status::Cancelled => self.cancelled,
        }
    }
}

pub const EN: Statuses = Statuses {
    active: "Active",
    pending: "Pending",
    suspended: "Suspended",
    terminated: "Terminated",
    expired: "Expired",
    paid: "Paid",
    unpaid: "Unpaid",
    overdue: "Overdue",
    refunded: "Refunded",
    open: "Open",
    answered: "Answered",
    closed: "Closed",
    accepted: "Accepted",
    sent: "Sent",
    failed: "Failed",
    declined: "Declined",
    cancelled: "Cancelled",
};

pub const NB: Statuses = Statuses {
    active: "Aktiv",
    pending: "Venter",
    suspended: "Stengt",
    terminated: "Avsluttet",
    expired: "Utløpt",
    paid: "Betalt",
    unpaid: "Ubetalt",
    overdue: "Forfalt",
    refunded: "Refundert",
    open: "Åpen",
    answered: "Besvart",
    closed: "Avsluttet",
    accepted: "Godtatt",
    sent: "Sendt",
    failed: "Feilet",
    declined: "Avslått",
    cancelled: "Kansellert",
};
