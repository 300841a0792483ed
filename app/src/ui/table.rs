//! Tables that become cards on a phone, and pages of them.

use crate::prelude::*;

use crate::locales::use_texts;

/// A table with a caption (for screen readers) and column heads; children are its rows.
///
/// The roles say again what the elements say, because browsers forget it once the phone's style sheet lays rows out as
/// cards.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    heads: Vec<&'static str>,
    /// Which columns hold numbers, counted from 0.
    #[prop(optional)]
    numbers: &'static [usize],
    children: Children,
) -> impl IntoView {
    view! {
        <table class="data" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {heads
                        .into_iter()
                        .enumerate()
                        .map(|(column, head)| {
                            view! {
                                <th scope="col" role="columnheader" class:number=numbers.contains(&column)>
                                    {head}
                                </th>
                            }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{children()}</tbody>
        </table>
    }
}

/// A cell that carries its column's head along for phones. `number`: aligned at the end.
#[component]
pub fn Cell(label: &'static str, #[prop(optional)] number: bool, children: Children) -> impl IntoView {
    view! {
        <td role="cell" data-label=label class:number=number>
            <span>{children()}</span>
        </td>
    }
}

/// Links to the newest and to older entries.
#[component]
pub fn Pager(
    #[prop(optional_no_strip)] newest: Option<String>,
    #[prop(optional_no_strip)] older: Option<String>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <nav class="pager" aria-label=t.common.older>
            {newest.map(|href| view! { <a class="button" href=href>{t.common.newest}</a> })}
            {older.map(|href| view! { <a class="button" href=href>{t.common.older}</a> })}
        </nav>
    }
}
