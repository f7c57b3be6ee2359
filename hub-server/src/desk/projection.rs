//! From facts of the desk to its tables. A draft and a project are kept whole, as their facts say, and folded one fact
//! further each time.

use std::iter;

use protocol::{IdeaId, ProjectId, Record, Slug};
use radar::Vocabulary as _;
use sqlx::AnyConnection;

use super::dossier::Outline;
use super::draft::Draft;
use super::events::Event;
use super::project::Project;
use super::queries::{self, BESIDE};
use super::{DOMAIN, State};
use crate::projection::Arrival;
use crate::store::rows::word;
use crate::store::tables::{Rows, Tables, row};
use crate::store::{StoreError, log};

/// Every statement of this module that is not a row, for the test that prepares them on both engines.
pub const STATEMENTS: &[&str] = &[
    KEEP_DRAFT,
    KEEP_COPY,
    KEEP_GLIMPSE,
    KEEP_JOINED,
    KEEP_ORGANISATION,
    SPEAK,
    LET_READ,
    SILENCE,
    ADVISE,
    ADVICE_WORDS,
    SAY,
    SAID_WORDS,
    COMMENT,
    HIDE,
    KEEP_PROJECT,
    FIELDS,
];

/// The statements whose rows are written many at a time.
pub const ROWS: &[Rows] = &[OPEN, SET_WORDS, CONTACTED, WITHDRAWN, WHY, JOINS];

const OPEN: Rows = Rows::new(
    "INSERT INTO idea (idea_id, home, slip_code, theme, neighbourhood, language, \
    via, person_id, opened_at_ms, joins, appointment, picked) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
const SET_WORDS: Rows = Rows::set(1, "UPDATE idea SET words = $2 WHERE idea_id = $1");
const CONTACTED: Rows =
    Rows::set(1, "UPDATE idea SET contacted_at_ms = CAST($2 AS BIGINT) WHERE idea_id = $1");
const JOINS: Rows = Rows::set(1, "UPDATE idea SET joins = $2 WHERE idea_id = $1");
const WITHDRAWN: Rows =
    Rows::set(1, "UPDATE idea SET withdrawn_at_ms = CAST($2 AS BIGINT) WHERE idea_id = $1");
const WHY: Rows = Rows::set(1, "UPDATE idea SET withdrawn_why = $2 WHERE idea_id = $1");
const KEEP_DRAFT: &str = "INSERT INTO desk_draft (idea_id, home, state, title, appointment_ms, \
    changed_at_ms, tags, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (idea_id) DO UPDATE SET state = $3, title = $4, appointment_ms = $5, \
    changed_at_ms = $6, tags = $7, doc = $8";
const KEEP_COPY: &str = "INSERT INTO desk_copy (idea_id, hub, home, title, at_ms, doc) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (idea_id, hub) DO UPDATE SET home = $3, title = $4, at_ms = $5, doc = $6";
const KEEP_GLIMPSE: &str = "INSERT INTO desk_glimpse (idea_id, home, state, title, tags, at_ms, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (idea_id) DO UPDATE SET home = $2, state = $3, \
    title = $4, tags = $5, at_ms = $6, doc = $7";
const KEEP_JOINED: &str = "INSERT INTO desk_joined (idea_id, hub, many) VALUES ($1, $2, $3) \
    ON CONFLICT (idea_id, hub) DO UPDATE SET many = $3";
const KEEP_ORGANISATION: &str = "INSERT INTO desk_organisation (organisation_id, home, name, doc) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (organisation_id) DO UPDATE SET home = $2, name = $3, doc = $4";
const SPEAK: &str = "INSERT INTO desk_spoken (spoken_id, about, words, neighbourhood, at_ms, shown) \
    VALUES ($1, $2, $3, $4, $5, 0)";
const LET_READ: &str = "UPDATE desk_spoken SET shown = 1 WHERE spoken_id = $1";
const SILENCE: &str = "DELETE FROM desk_spoken WHERE spoken_id = $1";
const ADVISE: &str = "INSERT INTO desk_advice (advice_id, idea_id, home, actor, meeting, at_ms, \
    next_day) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const ADVICE_WORDS: &str =
    "UPDATE desk_advice SET words = $2, next_words = $3 WHERE advice_id = $1";
const SAY: &str = "INSERT INTO desk_said (said_id, idea_id, home, actor, by_desk, at_ms) \
    VALUES ($1, $2, $3, $4, $5, $6)";
const SAID_WORDS: &str = "UPDATE desk_said SET words = $2 WHERE said_id = $1";
const COMMENT: &str = "INSERT INTO desk_comment (idea_id, home, about, words, at_ms) \
    VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (idea_id) DO UPDATE SET about = $3, words = $4, at_ms = $5";
const HIDE: &str = "DELETE FROM desk_comment WHERE idea_id = $1";
const FIELDS: &str = "INSERT INTO desk_field (staff_id, themes) VALUES ($1, $2) \
    ON CONFLICT (staff_id) DO UPDATE SET themes = $2";
const KEEP_PROJECT: &str = "INSERT INTO desk_project (project_id, idea_id, hub, state, title, \
    received_at_ms, changed_at_ms, due_day, tags, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9) \
    ON CONFLICT (project_id) DO UPDATE SET state = $4, title = $5, changed_at_ms = $6, \
    due_day = $7, tags = $8, doc = $9";

/// Brings the tables up to date with one fact.
///
/// # Errors
/// [`StoreError`].
#[expect(clippy::wildcard_enum_match_arm, reason = "every other fact is one of a draft")]
pub async fn project(
    tables: &mut Tables<'_>,
    record: &Record,
    _arrival: Arrival,
) -> Result<(), StoreError> {
    let Some(event) = log::event_of::<Event>(record)? else { return Ok(()) };
    let envelope = &record.envelope;
    let (id, home) = (envelope.subject.as_str(), envelope.series.node.as_str());
    match &event {
        Event::IdeaLeft {
            slip,
            theme,
            neighbourhood,
            language,
            via,
            person,
            joins,
            appointment,
            picked,
        } => {
            let bands: Vec<String> = appointment.iter().map(word).collect();
            let left = row![
                id,
                home,
                slip.as_str(),
                theme.as_str(),
                neighbourhood.clone().map(String::from),
                language,
                word(via),
                person.map(|person| person.to_string()),
                envelope.at_ms,
                (!joins.is_empty()).then(|| joins.clone()),
                (!bands.is_empty()).then(|| bands.join(" ")),
                (!picked.is_empty()).then(|| json(picked)).transpose()?,
            ];
            tables.put(OPEN, left).await
        }
        Event::WordsLeft { text } => tables.put(SET_WORDS, row![id, text]).await,
        Event::Contacted {} => {
            tables.put(CONTACTED, row![id, envelope.at_ms]).await?;
            fold_draft(tables, record, &event, false).await
        }
        Event::Withdrawn { in_favour, .. } => {
            tables.put(WITHDRAWN, row![id, envelope.at_ms]).await?;
            // Whoever takes it back takes back what they said of another, too.
            sqlx::query(HIDE).bind(id).execute(tables.db().await?).await?;
            if !in_favour.is_empty() {
                tables.put(JOINS, row![id, in_favour]).await?;
            }
            fold_draft(tables, record, &event, false).await
        }
        Event::WithdrawalExplained { text } => tables.put(WHY, row![id, text]).await,
        Event::Advised { advice, meeting, next_day } => {
            sqlx::query(ADVISE)
                .bind(advice.to_string())
                .bind(id)
                .bind(home)
                .bind(envelope.actor.to_string())
                .bind(word(meeting))
                .bind(envelope.at_ms)
                .bind(next_day.map(|day| day.to_string()))
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::AdviceWritten { advice, text, next } => {
            let words = sqlx::query(ADVICE_WORDS).bind(advice.to_string());
            let words = words.bind(text.clone()).bind(next.clone());
            words.execute(tables.db().await?).await?;
            Ok(())
        }
        Event::Said { said, by_desk } => {
            sqlx::query(SAY)
                .bind(said.to_string())
                .bind(id)
                .bind(home)
                .bind(envelope.actor.to_string())
                .bind(i64::from(*by_desk))
                .bind(envelope.at_ms)
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::CommentShown { about, text } => {
            sqlx::query(COMMENT)
                .bind(id)
                .bind(home)
                .bind(about.clone())
                .bind(text.clone())
                .bind(envelope.at_ms)
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::CommentHidden {} => {
            sqlx::query(HIDE).bind(id).execute(tables.db().await?).await?;
            Ok(())
        }
        Event::Spoken { about, text, neighbourhood } => {
            sqlx::query(SPEAK)
                .bind(id)
                .bind(about.clone())
                .bind(text.clone())
                .bind(neighbourhood.clone().map(String::from))
                .bind(envelope.at_ms)
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::SpokenAnswered { shown: true } => {
            sqlx::query(LET_READ).bind(id).execute(tables.db().await?).await?;
            Ok(())
        }
        Event::SpokenAnswered { shown: false } => {
            sqlx::query(SILENCE).bind(id).execute(tables.db().await?).await?;
            let node = envelope.series.node.clone();
            log::erase_bodies(tables.db().await?, id, &node, "desk.spoken").await
        }
        Event::SaidWords { said, text } => {
            let words = sqlx::query(SAID_WORDS).bind(said.to_string()).bind(text.clone());
            words.execute(tables.db().await?).await?;
            Ok(())
        }
        Event::FieldsSet { staff, themes } => {
            let themes: Vec<&str> = themes.iter().map(Slug::as_str).collect();
            let fields = sqlx::query(FIELDS).bind(staff.to_string()).bind(themes.join(" "));
            fields.execute(tables.db().await?).await?;
            Ok(())
        }
        Event::Passed { idea, home, to, draft } => {
            let title = draft.as_ref().map(|draft| draft.outline.title.clone());
            sqlx::query(KEEP_COPY)
                .bind(idea.to_string())
                .bind(to.as_str())
                .bind(home.as_str())
                .bind(title.unwrap_or_default())
                .bind(envelope.at_ms)
                .bind(draft.as_ref().map(json).transpose()?.unwrap_or_default())
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::Glimpsed { idea, home, glimpse } => {
            let told = glimpse.as_deref();
            let outline = told.map(|told| &told.outline);
            sqlx::query(KEEP_GLIMPSE)
                .bind(idea.to_string())
                .bind(home.as_str())
                .bind(told.map_or("", |told| told.state.slug()))
                .bind(outline.map(|outline| outline.title.clone()).unwrap_or_default())
                .bind(outline.map(|outline| tags(outline, iter::empty())).unwrap_or_default())
                .bind(envelope.at_ms)
                .bind(told.map(json).transpose()?.unwrap_or_default())
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::OrganisationKnown { organisation, home, known } => {
            let name = known.as_ref().map(|known| known.name.clone());
            sqlx::query(KEEP_ORGANISATION)
                .bind(organisation.to_string())
                .bind(home.as_str())
                .bind(name.unwrap_or_default())
                .bind(known.as_ref().map(json).transpose()?.unwrap_or_default())
                .execute(tables.db().await?)
                .await?;
            Ok(())
        }
        Event::JoinedFrom { idea, hub, many } => {
            let kept = sqlx::query(KEEP_JOINED).bind(idea.to_string()).bind(hub.as_str());
            kept.bind(*many).execute(tables.db().await?).await?;
            Ok(())
        }
        event if event.is_of_project() => {
            let project = fold_project(tables.db().await?, record, event).await?;
            // What central says of a concept opens the draft again, or ends it.
            if matches!(event, Event::ConceptAnswered { .. })
                && let Some(mut draft) = queries::draft(tables.db().await?, project.idea).await?
            {
                draft.apply(event);
                let idea = project.idea.to_string();
                keep_draft(tables.db().await?, record, &idea, &draft).await?;
            }
            Ok(())
        }
        event => fold_draft(tables, record, event, true).await,
    }
}

/// The draft one fact further. An idea nobody writes has none, unless `begin`.
async fn fold_draft(
    tables: &mut Tables<'_>,
    record: &Record,
    event: &Event,
    begin: bool,
) -> Result<(), StoreError> {
    let idea: IdeaId = subject(record)?;
    let db = tables.db_about("desk_draft", record.envelope.subject.as_str()).await?;
    let mut draft = match queries::draft(db, idea).await? {
        Some(draft) => draft,
        None if begin => queries::draft_or_begun(tables.db().await?, idea).await?,
        None => return Ok(()),
    };
    draft.apply(event);
    keep_draft(tables.db().await?, record, &idea.to_string(), &draft).await
}

async fn keep_draft(
    db: &mut AnyConnection,
    record: &Record,
    idea: &str,
    draft: &Draft,
) -> Result<(), StoreError> {
    let envelope = &record.envelope;
    sqlx::query(KEEP_DRAFT)
        .bind(idea)
        .bind(envelope.series.node.as_str())
        .bind(draft.state.slug())
        .bind(draft.outline.title.clone())
        .bind(draft.appointment_ms)
        .bind(envelope.at_ms)
        .bind(tags(&draft.outline, draft.with.iter().map(|hub| format!("with:{hub}"))))
        .bind(json(draft)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn fold_project(
    db: &mut AnyConnection,
    record: &Record,
    event: &Event,
) -> Result<Project, StoreError> {
    let envelope = &record.envelope;
    let id: ProjectId = subject(record)?;
    let project = match queries::project(db, id).await? {
        Some(mut project) => {
            project.apply(event);
            Some(project)
        }
        None => Project::begin(id, event),
    };
    let Some(mut project) = project else {
        return Err(StoreError::Projection {
            kind: DOMAIN.to_owned(),
            why: format!("project {id} is not known"),
        });
    };
    if let Some(step) = event.step() {
        project.steps.push((step, envelope.at_ms));
    }
    let open = project.additions.last().filter(|_| project.state == State::Integration);
    sqlx::query(KEEP_PROJECT)
        .bind(id.to_string())
        .bind(project.idea.to_string())
        .bind(project.hub.as_str())
        .bind(project.state.slug())
        .bind(project.dossier.outline.title.clone())
        .bind(envelope.at_ms)
        .bind(open.map(|additions| additions.until.to_string()))
        .bind(tags(&project.dossier.outline, tags_of(&project)))
        .bind(json(&project)?)
        .execute(db)
        .await?;
    Ok(project)
}

/// What lists look for, each word with a space around it.
fn tags(outline: &Outline, more: impl Iterator<Item = String>) -> String {
    let words = [
        outline.offers.iter().map(|one| format!("offers:{}", one.slug())).collect::<Vec<_>>(),
        outline.looks_for.iter().map(|one| format!("looks-for:{}", one.slug())).collect(),
        outline.targets.iter().map(|one| format!("target:{}", one.slug())).collect(),
        more.collect(),
    ];
    format!(" {} ", words.concat().join(" "))
}

/// Where a project was sorted into, and what it was put beside.
fn tags_of(project: &Project) -> impl Iterator<Item = String> {
    let sites = project.sites.iter().map(|one| format!("site:{one}"));
    let agencies = project.agencies.iter().map(|one| format!("agency:{one}"));
    let beside = project.beside.iter().map(|one| format!("{BESIDE}{}", one.related.other));
    let groups = project.groups.iter().map(|one| format!("group:{one}"));
    let spread = (!project.spread.is_empty()).then(|| "spread".to_owned());
    sites.chain(agencies).chain(groups).chain(beside).chain(spread)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Corrupt { what: DOMAIN.to_owned(), why: error.to_string() })
}

fn subject<T>(record: &Record) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err = protocol::ids::BadId>,
{
    record.envelope.subject.parse().map_err(|error: protocol::ids::BadId| StoreError::Projection {
        kind: DOMAIN.to_owned(),
        why: error.to_string(),
    })
}
