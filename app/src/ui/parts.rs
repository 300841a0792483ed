//! Small parts: badges, times, empty states, initials.

use crate::prelude::*;
#[cfg(feature = "ssr")]
use domain::client_area::Status;
use domain::{MembershipState, Moment, letters::upper};

use super::notice::Tone;
use crate::locales::use_texts;

/// A word in a coloured frame. The colour never says more than the word.
#[component]
pub fn Badge(#[prop(optional_no_strip)] tone: Option<Tone>, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <span class="badge" data-tone=tone.map(Tone::name)>
            {text}
        </span>
    }
}

/// The state of a sub-account.
#[component]
pub fn StateBadge(state: MembershipState) -> impl IntoView {
    let tone = match state {
        MembershipState::Active => Some(Tone::Good),
        MembershipState::Invited => Some(Tone::Info),
        MembershipState::Ended => Some(Tone::Warning),
        MembershipState::Revoked => Some(Tone::Bad),
        MembershipState::None => None,
    };
    view! { <Badge tone text=use_texts().states.of(state) /> }
}

/// The status of a service, invoice, ticket and so on.
#[cfg(feature = "ssr")]
#[component]
pub fn StatusBadge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Active | Status::Paid | Status::Accepted => Some(Tone::Good),
        Status::Pending | Status::Open | Status::Sent => Some(Tone::Info),
        Status::Unpaid | Status::Suspended | Status::Answered => Some(Tone::Warning),
        Status::Overdue | Status::Failed | Status::Expired => Some(Tone::Bad),
        Status::Terminated | Status::Refunded | Status::Closed | Status::Declined | Status::Cancelled => None,
    };
    view! { <Badge tone text=use_texts().statuses.of(status) /> }
}

/// A point in time: relative to read, absolute in the title.
#[component]
pub fn Time(moment: Moment) -> impl IntoView {
    view! { <time datetime=moment.iso title=moment.absolute>{moment.relative}</time> }
}

/// Nothing is here yet: what would be, and the next step as children.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            <p>{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// The first letters of the first and the last word of a name, in upper case.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    upper(&first.into_iter().chain(last).collect::<String>())
}

/// A person's initials in a circle: decoration beside the name.
#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_last_name() {
        assert_eq!(initials("Ines Maria Lopez"), "IL");
        assert_eq!(initials("øyvind"), "Ø");
        assert_eq!(initials(" "), "");
    }
}
