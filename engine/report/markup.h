// A report as HTML and as Markdown, set by a template that a desk can replace by its own.
//
// Templates are Mustache (https://mustache.github.io): {{name}} puts a text in, made safe for the
// format; {{#name}} … {{/name}} stands once for each of a list, or if there is such a text, object
// or fact at all; {{^name}} … {{/name}} if there is none. Beside every list x there is has_x.
// {{{name}}} is for the names marked M below, which hold markup made here (in Markdown they are
// empty), and for nothing else. There are no partials and no other delimiters.
//
// clang-format off
//   language  direction (ltr, rtl)  title  title_plain  publications: .  several_publications
//   reading  hindsight  since  moved: .  due: .  withheld  foot: .
//   label.KEY for each label.KEY of glossary.tsv, with - for further dots
//   policy M  the Content-Security-Policy: nothing from anywhere, no script or style but those of
//             the file; those that stand in the template, without names in them, included
//   style M  script M  report.css and report.js with the chart library; no script without charts
//   overview  on the page that shows all of them at a glance
//   index  on the page of a single scenario: the address of the overview
//   track_record_href  on the page that shows all of them, if anything is settled: the place, or
//             the page, of
//   track_record: how the forecasts fared: summary M  diagram M  calibration M
//     each M
//   glance: a line each: all that is marked G, and href, its place or page
//   scenarios: each on its own:
//     anchor G  id G  role G  title G  title_plain G  state G  probability G  log_odds  word G
//     word_key G  low G  high G  interval G  cannot_tell G  at_horizon G  happened G
//     came_true G  remarks G: .  confidence G  confidence_key G
//     confidence_word G  fragility G  before G  change G (percentage points)  rose G  fell G
//     word_changed G  range M G  trend M G  horizon G  evidence  evidence_count
//     forecast  forecast_plain  translation  translation_plain  publication  wording  prior
//     prior_because  base_rate  opened  resolves_yes  resolves_no  resolves_open  revision
//     chart: svg M  series M  summary  summary_plain  caption  has_revisions  has_believed
//     count: said: .  svg M  drawn
//     movement: since  paragraph  points  change (dB)  rows: label  kind  items  points  change
//       bar M
//     linchpins: sentence  exact
//     ledger: in up to three parts, the second folded away where there are many events:
//       folded  count  rows: kind  label  under  when  grade  source  url  note  items  event
//         indicator  credibility  arrived  today  without  bar M  is_event  is_closing
//     not_counted: label  reason  items
//     not_counted_count
//     indicators: id  title  observable  watched  last_seen  seen  if_true  if_false  ratio
//       misfit  counter  uncovered  stale
//     watch: id  title  bits  bits_if_covered  if_seen  if_silent  note  uncovered  stale
//     assumptions: text  doubt
//     advice: .
// clang-format on
//
// A name that ends in _plain is for <title> and for attributes, where no element can stand. What
// stands in lists of texts is {{.}}.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/phrase.h"
#include "engine/report/report.h"

namespace signpost::report {

/// A desk's own template.
struct Template {
  std::string name;  // of its file
  std::string text;
};

/// One file that needs nothing else. Throws Error{kInvalid} if the template has mistakes.
std::string html(const Report& report, const std::optional<Template>& own = {});

/// CommonMark with GitHub's tables. Throws Error{kInvalid} if the template has mistakes.
std::string markdown(const Report& report, const std::optional<Template>& own = {});

struct ReportFile {
  std::string file;
  std::string text;
};

/// index.html, then a page a scenario, then (where anything is settled) track-record.html, each a file that needs nothing else but its neighbours'
/// addresses. Throws Error{kInvalid} if the template has mistakes.
std::vector<ReportFile> html_pages(const Report& report, const std::optional<Template>& own = {});

/// What is wrong with a template, a sentence each, with its line: "line 12: {{titel}} is no name
/// here; did you mean {{title}}?"
std::vector<Phrase> template_mistakes(const Template& own);

/// What reports are set by where a desk has no template of its own; `format` is "html" or
/// "markdown". Throws Error{kConflict} for any other.
std::string_view built_in_template(std::string_view format);

}  // namespace signpost::report
