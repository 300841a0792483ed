//! A ticket with its messages, and the form of the next one.

use crate::prelude::*;
use backend::tickets::{FileLine, Message, ReplyForm, TicketPage};
use domain::client_area::Status;
use uuid::Uuid;

use super::{
    super::{
        Document, Visit,
        draft::{DraftNote, draft_of},
        fields::TextArea,
        forms::Left,
    },
    fields::FilesInput,
};
use crate::{
    error::Answer,
    form::Hidden,
    locales::{tickets::tickets, use_texts},
    ui::{Badge, Notice, StatusBadge, Time, Tone},
};

/// The name by which a refused answer to that ticket is kept.
pub fn form_name(ticket: Uuid) -> String {
    format!("ticket/{ticket}")
}

/// A ticket.
pub async fn ticket(visit: Visit) -> Answer<Document> {
    // Asked first: who may see no ticket learns nothing of what an id looks like.
    let id = visit.part::<Uuid>("id").unwrap_or_default();
    let page = visit.read(async |backend, access| backend::tickets::page(backend, access, id).await).await?;
    let t = use_texts();
    let words = tickets(t.locale);
    let mut left = Left::<ReplyForm>::take(&visit, &form_name(id)).await;
    let pressed = Left::<()>::button(&visit).await;
    let draft = draft_of(&visit.actor().await?, &form_name(id));
    let typed = left
        .typed
        .take()
        .unwrap_or_else(|| ReplyForm { token: page.token.to_string(), ..ReplyForm::default() });
    let typed = ReplyForm { account: Some(page.account), ..typed };
    let done = words.done(visit.query("done")).filter(|_| !left.is_refused() && !pressed.is_refused());
    let done = done.map(|done| view! { <Notice tone=Tone::Good>{done}</Notice> });
    let closed = page.status == Status::Closed;
    let (title, number) = (page.subject.clone(), (words.ticket)(&page.number));
    let actions = view! {
        <a class="button" href="/tickets">
            {words.all}
        </a>
        <Turn page=page.clone() />
    };
    let messages = page.messages.iter().map(|message| message_view(id, message)).collect_view();
    // The forms that the ticket and its messages came from.
    let made = std::iter::once(page.id).chain(page.messages.iter().map(|message| message.id));
    let made = made.map(|id| id.to_string()).collect::<Vec<_>>().join(" ");
    let nothing = page.messages.is_empty().then(|| view! { <p class="hint">{words.nothing_written}</p> });
    let body = view! {
        {done}
        {pressed.notice()}
        <Facts page />
        <section>
            <h2>{words.messages}</h2>
            <ol class="messages" data-made=made>
                {messages}
            </ol>
            {nothing}
        </section>
        <Reply id typed closed draft left />
    };
    Ok(Document::new(title, body).intro(number).actions(actions))
}

/// The button that closes it, or opens it again.
#[component]
fn Turn(page: TicketPage) -> impl IntoView {
    let words = tickets(use_texts().locale);
    let (path, label) = if page.status == Status::Closed {
        ("/api/tickets/reopen", words.reopen)
    } else {
        ("/api/tickets/close", words.close)
    };
    view! {
        <form method="post" action=path>
            <Hidden name="id" value=page.id.to_string() />
            <Hidden name="account" value=page.account.to_string() />
            <button type="submit">{label}</button>
        </form>
    }
}

#[component]
fn Facts(page: TicketPage) -> impl IntoView {
    let t = use_texts();
    let (c, words) = (&t.client_area, tickets(t.locale));
    let about = page.about.map(|about| {
        view! {
            <dt>{c.about}</dt>
            <dd>{about}</dd>
        }
    });
    let copies = (!page.copies.is_empty()).then(|| {
        view! {
            <dt>{words.copies}</dt>
            <dd>{page.copies.join(", ")}</dd>
        }
    });
    view! {
        <section class="panel" aria-label=words.details>
            <dl class="facts">
                <dt>{c.status}</dt>
                <dd>
                    <StatusBadge status=page.status />
                </dd>
                <dt>{c.department}</dt>
                <dd>{words.department(&page.department)}</dd>
                <dt>{words.priority}</dt>
                <dd>{words.priority(&page.priority)}</dd>
                {about}
                <dt>{c.opened_by}</dt>
                <dd>{page.opened_by}</dd>
                <dt>{words.opened}</dt>
                <dd>
                    <Time moment=page.opened />
                </dd>
                {copies}
            </dl>
        </section>
    }
}

/// Somebody's words. Their HTML is safe: the server made it of Markdown.
fn message_view(ticket: Uuid, message: &Message) -> impl IntoView + use<> {
    let words = tickets(use_texts().locale);
    let staff = message.staff.then(|| view! { <Badge tone=Some(Tone::Info) text=words.staff /> });
    let files = message.files.iter().map(|file| file_view(ticket, file)).collect::<Vec<_>>();
    let files = (!files.is_empty()).then(|| view! { <ul class="files">{files}</ul> });
    let (author, written, html) = (message.author.clone(), message.written.clone(), message.html.clone());
    view! {
        <li data-staff=message.staff.then_some("true")>
            <p class="author">
                <strong>{author}</strong>
                {staff}
                <span class="hint">
                    <Time moment=written />
                </span>
            </p>
            <div class="text" inner_html=html></div>
            {files}
        </li>
    }
}

fn file_view(ticket: Uuid, file: &FileLine) -> AnyView {
    let words = tickets(use_texts().locale);
    let label = (words.file)(&file.name, &size(file.size));
    view! {
        <li>
            <a href=format!("/tickets/{ticket}/files/{}", file.id) download=true rel="external">
                {label}
            </a>
        </li>
    }
    .into_any()
}

/// How large a file is: whole kilobytes, rounded up.
fn size(bytes: u64) -> String {
    format!("{}\u{a0}kB", bytes.div_ceil(1024))
}

#[component]
fn Reply(id: Uuid, typed: ReplyForm, closed: bool, draft: String, left: Left<ReplyForm>) -> impl IntoView {
    let words = tickets(use_texts().locale);
    let account = typed.account.map(|account| account.to_string()).unwrap_or_default();
    let labels = [("text", words.message), ("files", words.files)];
    let bound = |name, label| left.field("", name, name, label);
    let hint = closed.then(|| view! { <p class="hint">{words.reply_closed}</p> });
    view! {
        <section>
            <h2>{words.reply}</h2>
            {hint}
            <form
                class="ticket"
                method="post"
                action=format!("/tickets/{id}/send")
                enctype="multipart/form-data"
                data-draft=draft
                data-kept=left.is_refused().then_some("")
            >
                {left.summary("", &labels, words.files_again)}
                <DraftNote />
                <Hidden name="token" value=typed.token />
                <Hidden name="account" value=account />
                <TextArea
                    of=bound("text", words.message)
                    value=typed.text
                    rows=10
                    required=true
                    hint=words.message_hint
                />
                <FilesInput of=bound("files", words.files) />
                <button type="submit" class="primary">
                    {words.send}
                </button>
            </form>
        </section>
    }
}
