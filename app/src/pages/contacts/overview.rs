//! The email overview: everyone × every category with one save, and who gets what now.

use std::sync::Arc;

use crate::prelude::*;
use domain::{
    AppError, Category, CategorySet, Code, Escalation, Subject, contact::ScopeChoice, overview::OverviewProblem,
};
use leptos::html::Form;

use super::matrix::{Line, lines, ticked_now, without_recipient};
use crate::{
    api::overview::{LoadOverview, OverviewShown, SaveOverview},
    form::{Choice, Hidden, Options, PostForm, RefusedNotice, SaveBar, Submit, guard_unsaved, read},
    locales::use_texts,
    ui::{Notice, PageHead, Tone, anew, announce, load_again},
    wire::{Post, call},
};

/// What the page can do, and what it knows across loads.
#[derive(Clone, Copy)]
struct State {
    save: Post<SaveOverview>,
    saves: RwSignal<u32>,
    saved: RwSignal<bool>,
}

/// Who gets which emails.
#[component]
pub fn Overview() -> impl IntoView {
    let t = use_texts();
    let saved_before = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("done").is_some());
    let state = State { save: Post::new(), saves: RwSignal::new(0), saved: RwSignal::new(saved_before) };
    let query = leptos_router::hooks::use_query_map();
    let about = Memo::new(move |_| query.with(|query| query.get("about")).unwrap_or_default());
    let content = load_again(
        state.saves,
        move || LoadOverview { about: about.get() },
        move |shown| {
            view! {
                <PageHead title=t.nav.overview intro=t.overview.intro>
                    <a class="button" href=super::PATH>
                        {t.nav.contacts}
                    </a>
                </PageHead>
                <Shown shown state />
            }
        },
    );
    view! {
        <div class="notice" data-tone="good" hidden=move || !state.saved.get()>
            {t.common.saved}
        </div>
        {content}
    }
}

/// The page once it is loaded; loaded again under the boxes when somebody else saved first.
#[component]
fn Shown(shown: OverviewShown, state: State) -> impl IntoView {
    let version = RwSignal::new(0_u32);
    let current = RwSignal::new(shown);
    let again = move |shown| {
        current.set(shown);
        version.update(|version| *version += 1);
    };
    anew(
        move || version.get(),
        Arc::new(move || {
            let shown = current.get_untracked();
            view! { <Matrix shown state again /> }
        }),
    )
}

/// The matrix with its save bar, and the answers under it.
#[component]
fn Matrix(
    shown: OverviewShown,
    state: State,
    /// Shows the page again with fresh data.
    again: impl Fn(OverviewShown) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let t = use_texts();
    let OverviewShown { page, typed, refused, answers, warnings } = shown;
    let known: Vec<_> = page.rows.iter().map(|row| row.contact).collect();
    let ticked_before = typed.as_ref().map(|typed| typed.known(&page));
    let lines = lines(&page, typed.as_ref().map(|typed| &typed.form), &ticked_before.unwrap_or_default());
    let form = NodeRef::<Form>::new();
    let now = RwSignal::new(lines.clone());
    let dirty = Memo::new(move |_| now.with(|lines| lines.iter().any(Line::differs)));
    guard_unsaved(dirty.into());
    let problems = RwSignal::new(page.problems.clone());
    let other = RwSignal::new(refused.filter(|error| !matches!(error, AppError::Overview(_) | AppError::Stale)));
    let stale = typed.as_ref().is_some_and(|typed| typed.stale);
    let read_boxes = move || {
        let ticked = form.try_get_untracked().flatten().and_then(|form| read::<SaveOverview>(&form));
        if let Some(SaveOverview { form: ticked }) = ticked {
            now.update(|lines| *lines = ticked_now(lines, ticked.owner, &ticked.contacts));
        }
    };
    // Also what was ticked before WebAssembly was there.
    Effect::new(move |_| request_animation_frame(read_boxes));
    let changed = move |()| {
        state.saved.set(false);
        read_boxes();
    };
    after_saving(state, form, known, problems, other, again);

    let shown_categories: Vec<_> = Category::ALL
        .iter()
        .copied()
        .filter(|category| page.affiliates || *category != Category::Affiliate)
        .collect();
    let heads = shown_categories
        .iter()
        .map(|category| {
            view! {
                <th scope="col" role="columnheader">
                    {t.categories.of(*category).short}
                </th>
            }
        })
        .collect_view();
    let rows = lines
        .into_iter()
        .map(|line| view! { <Row line categories=shown_categories.clone() stale /> })
        .collect_view();
    let answers = answers
        .into_iter()
        .map(|(category, written)| view! { <Answer category written problems now /> })
        .collect_view();
    let summary = move || {
        let lines = now
            .with(|lines| lines.iter().filter(|line| line.differs()).map(|line| change(t, line)).collect::<Vec<_>>());
        (!lines.is_empty()).then(|| {
            let items = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul>{items}</ul> }
        })
    };
    view! {
        {stale
            .then(|| {
                view! {
                    <Notice tone=Tone::Warning title=t.overview.stale[0]>
                        {t.overview.stale[1]}
                    </Notice>
                }
            })}
        <div inner_html=warnings></div>
        <RefusedNotice refused=other />
        <ProblemList problems />
        <PostForm to=state.save node_ref=form class="overview" on:input=handler(move |_: leptos::ev::Event| changed(()))>
            <Hidden name="form[version]" value=page.version.clone() />
            <table class="data matrix" role="table">
                <caption class="visually-hidden">{t.overview.caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">
                            {t.overview.person}
                        </th>
                        {heads}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            <SaveBar changes=summary>
                <Submit label=t.common.save pending=state.save.pending() />
            </SaveBar>
        </PostForm>
        <section class="answers" aria-labelledby="answers-heading">
            <h2 id="answers-heading">{t.overview.who_heading}</h2>
            <p class="hint">{t.overview.who_intro}</p>
            <About subjects=page.subjects chosen=page.about />
            <div class="answer-list">{answers}</div>
        </section>
    }
}

/// What happens when a save was answered.
fn after_saving(
    state: State,
    form: NodeRef<Form>,
    known: Vec<Option<domain::ContactId>>,
    problems: RwSignal<Vec<OverviewProblem>>,
    other: RwSignal<Option<AppError>>,
    again: impl Fn(OverviewShown) + Copy + Send + Sync + 'static,
) {
    let t = use_texts();
    let announce = announce();
    Effect::new(move |before: Option<()>| {
        let answer = state.save.answer();
        if before.is_none() {
            return;
        }
        let Some(answer) = answer else { return };
        let _ = (problems.try_set(Vec::new()), other.try_set(None));
        match answer {
            Ok(()) => {
                announce(t.common.saved.to_owned());
                state.saved.set(true);
                state.saves.update(|saves| *saves += 1);
            }
            Err(AppError::Overview(found)) => problems.set(found),
            Err(AppError::Stale) => {
                let typed = form.try_get_untracked().flatten().and_then(|form| read::<SaveOverview>(&form));
                let known = known.clone();
                leptos::task::spawn_local(async move {
                    match call(LoadOverview { about: String::new() }).await {
                        Ok(fresh) => again(fresh.with_typed(typed.map(|typed| typed.form), known)),
                        Err(error) => {
                            let _ = other.try_set(Some(error));
                        }
                    }
                });
            }
            Err(error) => other.set(Some(error)),
        }
    });
}

/// What saving would change in a row: "Ines Moreau: +Invoice".
fn change(t: &crate::locales::Texts, line: &Line) -> String {
    let mark = |sign: char, set: CategorySet| {
        set.iter()
            .map(move |category| format!("{sign}{}", t.categories.of(category).short))
            .collect::<Vec<_>>()
    };
    let mut marks = mark('+', line.ticked.minus(line.row.categories));
    marks.extend(mark('−', line.row.categories.minus(line.ticked)));
    format!("{}: {}", line.row.name, marks.join(", "))
}

/// Why a save was refused.
#[component]
fn ProblemList(problems: RwSignal<Vec<OverviewProblem>>) -> impl IntoView {
    let t = use_texts();
    let items = move || {
        problems
            .get()
            .into_iter()
            .map(|problem| {
                let words = match problem {
                    OverviewProblem::NobodyLeft(category) => t.problems.nobody_left(category),
                    OverviewProblem::Escalation(why) => t.problems.escalation(why).to_owned(),
                };
                view! { <li>{words}</li> }
            })
            .collect_view()
    };
    view! {
        <div class="notice" data-tone="bad" role="alert" hidden=move || problems.with(Vec::is_empty)>
            <strong>{t.refusals.form[0]}</strong>
            <ul>{items}</ul>
        </div>
    }
}

/// A person's boxes.
#[component]
fn Row(line: Line, categories: Vec<Category>, stale: bool) -> impl IntoView {
    let t = use_texts();
    let Line { row, ticked } = line;
    let prefix = match row.contact {
        None => "form[owner]".to_owned(),
        Some(id) => format!("form[contacts][{}]", id.form_key()),
    };
    let id = row.contact.map_or_else(|| "owner".to_owned(), |id| id.to_string());
    let locked = row.locked;
    let cells = categories
        .iter()
        .copied()
        .map(|category| {
            let words = t.categories.of(category);
            // A locked box is not posted by itself, and must not count as un-ticked.
            let name = locked.is_none().then(|| format!("{prefix}[{category}]"));
            let label = (t.overview.box_label)(words.label, &row.name);
            view! {
                <td role="cell" data-label=words.short>
                    <label>
                        <input
                            type="checkbox"
                            id=format!("box-{id}-{category}")
                            name=name
                            value="true"
                            checked=ticked.contains(category)
                            disabled=locked.is_some()
                            aria-label=label
                        />
                    </label>
                </td>
            }
        })
        .collect_view();
    let kept = ticked
        .iter()
        .filter(|category| locked.is_some() || !categories.contains(category))
        .map(|category| view! { <Hidden name=format!("{prefix}[{category}]") value="true" /> })
        .collect_view();
    let name = match row.contact {
        None => view! { <span>{row.name.clone()} " (" {t.states.owner} ")"</span> }.into_any(),
        Some(id) => view! { <a href=super::path_of(id)>{row.name.clone()}</a> }.into_any(),
    };
    let why = locked.map(|why: Escalation| view! { <span class="hint">{t.problems.escalation(why)}</span> });
    let stored = (stale && ticked != row.categories).then(|| {
        view! { <span class="hint">{t.overview.stored_now} ": " {super::words::categories(t, row.categories)}</span> }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <span class="who">
                    {name} <span class="hint">{row.email}</span> {why} {stored} {kept}
                </span>
            </th>
            {cells}
        </tr>
    }
}

/// What the answers are about. A full load of the page, so that the browser asks before ticks are lost.
#[component]
fn About(subjects: Vec<ScopeChoice>, chosen: Option<Subject>) -> impl IntoView {
    let t = use_texts();
    let code = |subject: Subject| match subject {
        Subject::Service(id) => format!("service-{id}"),
        Subject::Domain(id) => format!("domain-{id}"),
    };
    (!subjects.is_empty()).then(|| {
        let choices = std::iter::once(Choice::new("", t.overview.whole_account))
            .chain(subjects.into_iter().map(|one| Choice::new(code(one.subject), one.name)))
            .collect();
        view! {
            <form class="filters" method="get" action="/account/contacts/emails">
                <div class="field">
                    <label for="overview-about">{t.overview.about}</label>
                    <select id="overview-about" name="about" autocomplete="off">
                        <Options choices chosen=chosen.map(code).unwrap_or_default() />
                    </select>
                </div>
                <button type="submit">{t.overview.ask}</button>
            </form>
        }
    })
}

/// A category's emails and who gets them now, as the server wrote it; and what saving would leave it without.
#[component]
fn Answer(
    category: Category,
    written: String,
    problems: RwSignal<Vec<OverviewProblem>>,
    now: RwSignal<Vec<Line>>,
) -> impl IntoView {
    let t = use_texts();
    let problem = Memo::new(move |_| {
        problems.with(|problems| problems.contains(&OverviewProblem::NobodyLeft(category)))
            || now.with(|lines| without_recipient(lines).contains(category))
    });
    view! {
        <section class="panel">
            <h3>{t.categories.of(category).label}</h3>
            <p class="problem">{move || problem.get().then(|| t.problems.nobody_left(category))}</p>
            <div inner_html=written></div>
        </section>
    }
}
