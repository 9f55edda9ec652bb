#include "engine/report/markup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <kainjow/mustache.hpp>
#include <set>
#include <span>
#include <stdexcept>

#include "engine/base/error.h"
#include "engine/base/sha256.h"
#include "engine/base/threads.h"
#include "engine/report/chart.h"
#include "engine/report/count.h"
#include "engine/report/escape.h"
#include "engine/report/page_files.h"
#include "engine/report/page_html.h"
#include "engine/report/remarks.h"
#include "engine/report/template_check.h"

namespace signpost::report {
namespace {

namespace mustache = kainjow::mustache;
using Kind = Shape::Kind;

/// An account of more events than this shows the first of them; the others are folded away.
constexpr std::size_t kMostUnfolded = 15;
constexpr std::size_t kShownEvents = 12;

/// Stands before the text of a name in _plain, for the escaper, which sees texts only.
constexpr char kPlain = '\0';

/// Names and what they stand for, as the renderer takes them; where asked, their shape too.
class Names {
 public:
  explicit Names(Shape* shape = nullptr) : shape_(shape) {}

  void flag(const std::string& name, bool truth) { put(name, Kind::kFlag, truth); }
  void text(const std::string& name, const std::string& text) { put(name, Kind::kText, text); }
  void markup(const std::string& name, const std::string& markup) {
    put(name, Kind::kMarkup, markup);
  }
  void text_and_plain(const std::string& name, const std::string& text) {
    put(name, Kind::kText, text);
    put(name + "_plain", Kind::kText, text.empty() ? text : kPlain + text);
  }

  void texts(const std::string& name, const std::vector<std::string>& texts) {
    if (Shape* const shape = inner(name, Kind::kList)) shape->inner["."].kind = Kind::kText;
    mustache::list& entries = new_list(name, texts.size());
    for (const std::string& text : texts) entries.emplace_back(text);
    flag("has_" + name, !texts.empty());
  }

  /// `fill(Names&, row)` for each row.
  template <class Rows, class Fill>
  void list(const std::string& name, const Rows& rows, const Fill& fill) {
    Shape* const shape = inner(name, Kind::kList);
    mustache::list& entries = new_list(name, rows.size());
    for (const auto& row : rows) {
      Names names(shape);
      fill(names, row);
      entries.push_back(std::move(names.data_));
    }
    flag("has_" + name, !rows.empty());
  }

  /// `fill(Names&)`, if it is there at all.
  template <class Fill>
  void object(const std::string& name, bool there, const Fill& fill) {
    Names names(inner(name, Kind::kObject));
    if (there) fill(names);
    data_[name] = there ? std::move(names.data_) : mustache::data(false);
  }

  [[nodiscard]] const mustache::data& data() const { return data_; }

 private:
  /// The library shows lists to be read only, and would copy all that is put into one.
  mustache::list& new_list(const std::string& name, std::size_t size) {
    mustache::data& list = data_[name] = mustache::data(mustache::data::type::list);
    auto& entries = const_cast<mustache::list&>(list.list_value());
    entries.reserve(size);
    return entries;
  }

  /// An empty text is as good as none.
  void put(const std::string& name, Kind kind, const std::string& text) {
    inner(name, kind);
    data_[name] = text.empty() ? mustache::data(false) : mustache::data(text);
  }
  void put(const std::string& name, Kind kind, bool truth) {
    inner(name, kind);
    data_[name] = mustache::data(truth);
  }

  Shape* inner(const std::string& name, Kind kind) {
    if (shape_ == nullptr) return nullptr;
    Shape& inner = shape_->inner[name];
    inner.kind = kind;
    return &inner;
  }

  mustache::data data_;
  Shape* shape_;
};

enum class Format : std::uint8_t { kHtml, kMarkdown };

std::string_view page_file(std::string_view name) {
  for (const Embedded& file : page_files()) {
    if (file.name == name) return file.text;
  }
  throw std::logic_error("no such file in the program: " + std::string(name));
}

const std::string& style() {
  static const std::string kStyle =
      std::string(page_file("uPlot.min.css")) + std::string(page_file("report.css"));
  return kStyle;
}

const std::string& script() {
  static const std::string kScript =
      std::string(page_file("uPlot.iife.min.js")) + std::string(page_file("report.js"));
  return kScript;
}

// ---- The names of a report (markup.h) ----

/// The place, or the page, of how the forecasts fared.
const std::string kTrackRecord = "track-record";

/// The places of the scenarios in a page, and the names of their pages: their ids where these can
/// be both.
std::vector<std::string> anchors(const Report& report) {
  std::vector<std::string> anchors;
  std::set<std::string> taken = {"index", kTrackRecord};
  for (const ScenarioReport& scenario : report.scenarios) {
    const std::string& id = scenario.id;
    const bool plain =
        !id.empty() && id.size() <= 200 &&
        id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    std::string anchor = plain ? id : "scenario";
    for (int number = 2; !taken.insert(anchor).second; ++number) {
      anchor = fmt::format("{}.{}", plain ? id : "scenario", number);
    }
    anchors.push_back(std::move(anchor));
  }
  return anchors;
}

/// What the overview and the scenario's own section both say.
void fill_head(Names& names, const ScenarioReport& scenario, const std::string& anchor,
               const Speech& speech) {
  names.text("anchor", anchor);
  names.text("id", scenario.id);
  names.text("role", scenario.role);
  names.text_and_plain("title", scenario.title);
  names.text("state", scenario.state);
  names.text("probability", scenario.probability.text);
  names.text("word", scenario.word);
  names.text("word_key", scenario.word_key);
  names.text("low", scenario.low.text);
  names.text("high", scenario.high.text);
  names.text("interval", scenario.interval);
  names.text("cannot_tell", scenario.cannot_tell);
  names.text("at_horizon", scenario.at_horizon);
  names.text("happened", as_sentence(scenario.happened));
  names.flag("came_true", scenario.came_true.has_value());
  names.texts("remarks", scenario.remarks);
  const std::string confidence(to_string(scenario.confidence_key));
  names.text("confidence", scenario.confidence);
  names.text("confidence_key", confidence);
  names.text("confidence_word", speech.say("confidence." + confidence));
  names.text("fragility", scenario.fragility);
  const bool moved = scenario.movement.has_value();
  const double points = moved ? scenario.movement->points.value : 0;
  names.text("before", moved ? scenario.movement->before.text : "");
  names.text("change", moved ? scenario.movement->points.text : "");
  names.flag("rose", points > 0);
  names.flag("fell", points < 0);
  names.flag("word_changed", moved && scenario.movement->word_changed);
  names.markup("range", range_svg(scenario));
  names.markup("trend", trend_svg(scenario.chart));
  names.text("horizon", scenario.horizon);
}

void fill_movement(Names& names, const MovementText& movement, const Speech& speech) {
  names.text("since", movement.since);
  names.text("paragraph", movement.paragraph);
  names.text("points", movement.points.text);
  names.text("change", movement.change.text);
  double largest = 0;
  for (const MovementRow& row : movement.rows) {
    largest = std::max(largest, std::fabs(row.change.value));
  }
  names.list("rows", movement.rows, [&](Names& part, const MovementRow& row) {
    part.text("label", row.label);
    part.text("kind", std::string(row.kind ? to_string(*row.kind) : "rounding"));
    part.text("items", item_numbers_in_words(row.items, speech));
    part.text("points", row.points.text);
    part.text("change", row.change.text);
    part.markup("bar", bar_svg(largest > 0 ? row.change.value / largest : 0));
  });
}

void fill_ledger_row(Names& names, const LedgerRow& row, const Speech& speech) {
  const auto figure = [&](const char* name, const std::optional<Figure>& value) {
    names.text(name, value ? value->text : "");
  };
  names.text("kind", std::string(to_string(row.kind)));
  names.text("label", row.label);
  names.text("under", row.under);
  names.text("when", row.when);
  names.text("grade", row.grade);
  names.text("source", row.source);
  names.text("url", web_address(row.url));
  names.text("note", row.note);
  names.text("items", item_numbers_in_words(row.items, speech));
  names.text("event", row.event);
  names.text("indicator", row.indicator);
  figure("credibility", row.credibility);
  figure("arrived", row.arrived);
  figure("today", row.today);
  figure("without", row.without);
  names.markup("bar", bar_svg(row.bar));
  names.flag("is_event", row.kind == LedgerRow::Kind::kEvent);
  names.flag("is_closing", row.kind == LedgerRow::Kind::kClosing);
}

/// The lines up to the events shown, those folded away, and the rest.
std::vector<std::span<const LedgerRow>> parts(const std::vector<LedgerRow>& ledger) {
  const auto is_event = [](const LedgerRow& row) {
    return row.kind == LedgerRow::Kind::kEvent || row.kind == LedgerRow::Kind::kFurther;
  };
  const auto first = std::find_if(ledger.begin(), ledger.end(), is_event);
  const auto end = std::find_if_not(first, ledger.end(), is_event);
  if (end - first <= static_cast<std::ptrdiff_t>(kMostUnfolded)) return {ledger};
  const auto folded = first + static_cast<std::ptrdiff_t>(kShownEvents);
  std::vector<std::span<const LedgerRow>> parts = {{ledger.begin(), folded}, {folded, end}};
  if (end != ledger.end()) parts.emplace_back(end, ledger.end());
  return parts;
}

void fill_ledger(Names& names, const std::vector<LedgerRow>& ledger, const Speech& speech) {
  std::size_t part = 0;
  names.list("ledger", ledger.empty() ? std::vector<std::span<const LedgerRow>>{} : parts(ledger),
             [&](Names& inner, std::span<const LedgerRow> rows) {
               inner.flag("folded", part++ == 1);
               inner.text("count", std::to_string(rows.size()));
               inner.list("rows", rows, [&](Names& each, const LedgerRow& row) {
                 fill_ledger_row(each, row, speech);
               });
             });
}

void fill_indicator(Names& names, const IndicatorRow& row) {
  names.text("id", row.id);
  names.text("title", row.title);
  names.text("observable", row.observable);
  names.text("watched", row.watched);
  names.text("last_seen", row.last_seen);
  names.text("seen", row.seen);
  names.text("if_true", row.if_true);
  names.text("if_false", row.if_false);
  names.text("ratio", row.ratio);
  names.text("misfit", row.misfit);
  names.flag("counter", row.counter);
  names.flag("uncovered", row.uncovered);
  names.flag("stale", row.stale);
}

void fill_watch(Names& names, const WatchRow& row) {
  names.text("id", row.id);
  names.text("title", row.title);
  names.text("bits", row.bits.text);
  names.text("bits_if_covered", row.bits_if_covered.text);
  names.text("if_seen", row.if_seen.text);
  names.text("if_silent", row.if_silent.text);
  names.text("note", row.note);
  names.flag("uncovered", row.uncovered);
  names.flag("stale", row.stale);
}

void fill_linchpins(Names& names, const ScenarioReport& scenario) {
  std::vector<LinchpinText> linchpins;
  if (scenario.events) linchpins.push_back(*scenario.events);
  if (scenario.sources) linchpins.push_back(*scenario.sources);
  names.list("linchpins", linchpins, [](Names& inner, const LinchpinText& linchpin) {
    inner.text("sentence", linchpin.sentence);
    inner.flag("exact", linchpin.exact);
  });
}

void fill_scenario(Names& names, const ScenarioReport& scenario, const std::string& anchor,
                   const Speech& speech, Format format) {
  fill_head(names, scenario, anchor, speech);
  names.text("log_odds", scenario.log_odds.text);
  names.text("evidence", scenario.evidence);
  names.text("evidence_count", speech.number(scenario.evidence_count));
  names.text_and_plain("forecast", scenario.forecast);
  names.text_and_plain("translation", scenario.translation);
  names.text("publication", scenario.publication);
  names.text("wording", scenario.wording);
  names.text("prior", scenario.prior.text);
  names.text("prior_because", scenario.prior_because);
  names.text("base_rate", scenario.base_rate.text);
  names.text("opened", scenario.opened);
  names.text("resolves_yes", scenario.resolves_yes);
  names.text("resolves_no", scenario.resolves_no);
  names.text("resolves_open", scenario.resolves_open);
  names.text("revision", speech.number(scenario.revision));
  const Chart& chart = scenario.chart;
  names.object("chart", !chart.points.empty(), [&](Names& inner) {
    const bool drawn = format == Format::kHtml;
    inner.markup("svg", drawn ? history_svg(scenario, speech, anchor) : "");
    inner.markup("series", drawn ? history_json(chart, speech) : "");
    inner.text_and_plain("summary", chart.summary);
    inner.text("caption", chart.caption);
    inner.flag("has_revisions", std::any_of(chart.marks.begin(), chart.marks.end(),
                                            [](const ChartMark& mark) { return mark.revision; }));
    inner.flag("has_believed", chart.believed.has_value());
  });
  names.object("count", scenario.count.has_value(), [&](Names& inner) {
    const CountText& count = *scenario.count;
    inner.texts("said", count.said);
    const bool drawn = format == Format::kHtml && count.forecast;
    inner.markup("svg", drawn ? count_svg(count.standing, *count.forecast, speech, scenario.title,
                                          count.said.front(), anchor)
                              : "");
    inner.flag("drawn", drawn);
    inner.list("beside", count.beside, [](Names& beside, const BesideText& one) {
      beside.text("title", one.title);
      beside.text("settled", one.settled);
      beside.flag("asks_of_horizon", one.asks_of_horizon);
      beside.list("rows", one.rows, [](Names& row, const BesideText::Row& told) {
        row.text("as_of", told.as_of);
        row.text("counted", told.counted);
        row.text("judged", told.judged);
        row.text("at_horizon", told.at_horizon);
      });
    });
  });
  names.object("movement", scenario.movement.has_value(),
               [&](Names& inner) { fill_movement(inner, *scenario.movement, speech); });
  fill_linchpins(names, scenario);
  fill_ledger(names, scenario.ledger, speech);
  names.list("not_counted", scenario.not_counted, [&](Names& inner, const NotCountedRow& row) {
    inner.text("label", row.label);
    inner.text("reason", row.reason);
    inner.text("items", item_numbers_in_words(row.items, speech));
  });
  names.text("not_counted_count",
             speech.number(static_cast<std::int64_t>(scenario.not_counted.size())));
  names.list("indicators", scenario.indicators, fill_indicator);
  names.list("watch", scenario.watch, fill_watch);
  names.list("assumptions", scenario.assumptions, [](Names& inner, const AssumptionText& row) {
    inner.text("text", row.text);
    inner.text("doubt", row.doubt);
  });
  names.texts("covers", scenario.covers);
  names.texts("advice", scenario.advice);
}

/// What all pages share.
void fill_report(Names& names, const Report& report, const Speech& speech) {
  const bool arabic = report.language == Language::kArabic;
  names.text("language", arabic ? "ar" : "en");
  names.text("direction", arabic ? "rtl" : "ltr");
  names.text_and_plain("title", report.title);
  names.texts("publications", report.publications);
  names.flag("several_publications", report.publications.size() > 1);
  names.text("reading", report.reading);
  names.flag("hindsight", report.hindsight);
  names.text("since", report.since);
  names.texts("moved", report.moved);
  names.texts("due", report.due);
  names.texts("fared", report.fared);
  names.text("withheld", report.withheld);
  names.texts("foot", report.foot);
  names.object("label", true, [&](Names& labels) {
    const std::string_view prefix = "label.";
    for (const std::string& key : Speech::keys(prefix)) {
      std::string name = key.substr(prefix.size());
      std::replace(name.begin(), name.end(), '.', '-');  // a dot would look inside
      labels.text(name, speech.say(key));
    }
  });
}

/// What one page of the report holds.
struct Choice {
  std::span<const ScenarioReport> scenarios;
  std::span<const std::string> anchors;  // of these scenarios
  bool overview = true;
  bool own_pages = false;  // of the scenarios: the overview links to them
  bool track_record = true;
};

void fill_page(Names& names, const Choice& choice, const Report& report,
               const std::vector<std::string>& places, const Speech& speech, Format format) {
  std::size_t line = 0;
  const auto next = [&](const auto& from) -> const std::string& { return from[line++]; };
  names.flag("overview", choice.overview);
  names.text("index", choice.overview ? "" : "index.html");
  names.list("glance",
             choice.overview ? std::span(report.scenarios) : std::span<const ScenarioReport>{},
             [&](Names& inner, const ScenarioReport& scenario) {
               const std::string& place = next(places);
               fill_head(inner, scenario, place, speech);
               inner.text("href", choice.own_pages ? place + ".html" : '#' + place);
             });
  line = 0;
  names.list("scenarios", choice.scenarios, [&](Names& inner, const ScenarioReport& scenario) {
    fill_scenario(inner, scenario, next(choice.anchors), speech, format);
  });
  const bool charts =
      std::any_of(choice.scenarios.begin(), choice.scenarios.end(),
                  [](const ScenarioReport& scenario) { return !scenario.chart.points.empty(); });
  const std::optional<TrackRecordText>& record = report.track_record;
  names.text("track_record_href", !record || !choice.overview ? ""
                                  : choice.own_pages          ? kTrackRecord + ".html"
                                                              : '#' + kTrackRecord);
  names.object("track_record", record && choice.track_record, [&](Names& inner) {
    const bool drawn = format == Format::kHtml;
    inner.markup("summary", drawn ? page_html(record->summary) : "");
    inner.markup("each", drawn ? page_html(record->each, 3) : "");
    inner.markup("diagram", drawn && record->diagram ? reliability_svg(*record->diagram, speech,
                                                                       record->diagram_in_words)
                                                     : "");
    inner.markup("calibration",
                 drawn && record->calibration ? page_html(*record->calibration, 3) : "");
  });
  names.markup("style", style());
  names.markup("script", charts ? script() : "");
}

// ---- The policy: which scripts and styles the browser may run ----

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t three = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      three = three << 8U | (at + i < bytes.size() ? bytes[at + i] : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += at + i > bytes.size() ? '=' : kDigits[three >> (18 - 6 * i) & 63U];
    }
  }
  return text;
}

std::string source(std::string_view content) {
  return fmt::format(" 'sha256-{}'", base64(sha256(content)));
}

/// The hashes of what stands between <tag> and </tag> in the template itself. What names are put
/// into has another hash once they are: it stays forbidden.
std::string sources_in(std::string_view text, std::string_view tag) {
  const std::string begins = fmt::format("<{}>", tag);
  const std::string ends = fmt::format("</{}>", tag);
  std::string sources;
  for (std::size_t at = text.find(begins); at != std::string_view::npos;) {
    const std::size_t start = at + begins.size();
    const std::size_t end = text.find(ends, start);
    if (end == std::string_view::npos) break;
    const std::string_view content = text.substr(start, end - start);
    if (content.find("{{") == std::string_view::npos) sources += source(content);
    at = text.find(begins, end);
  }
  return sources;
}

std::string policy(std::string_view text) {
  static const std::string kStyle = source(style());
  static const std::string kScript = source(script());
  return fmt::format(
      "default-src 'none'; style-src{}{}; script-src{}{}; base-uri 'none'; form-action 'none'",
      kStyle, sources_in(text, "style"), kScript, sources_in(text, "script"));
}

// ---- Rendering ----

std::string escaped_html(const std::string& text) {
  if (text.starts_with(kPlain)) return html_plain(std::string_view(text).substr(1));
  return html_content(text);
}

std::string escaped_markdown(const std::string& text) {
  return markdown_text(std::string_view(text).substr(text.starts_with(kPlain) ? 1 : 0));
}

/// A template, parsed once, and the names that all its pages share.
class Setter {
 public:
  Setter(const Report& report, const std::optional<Template>& own, Format format)
      : report_(report),
        format_(format),
        speech_(report.language, report.digits),
        places_(anchors(report)),
        template_(checked(own, format)) {
    template_.set_custom_escape(format == Format::kHtml ? escaped_html : escaped_markdown);
    fill_report(shared_, report, speech_);
    shared_.markup("policy", policy(own ? std::string_view(own->text) : std::string_view()));
  }

  [[nodiscard]] std::span<const std::string> places() const { return places_; }

  std::string page(const Choice& choice) {
    Names names;
    fill_page(names, choice, report_, places_, speech_, format_);
    mustache::context<std::string> context(&shared_.data());
    context.push(&names.data());
    Written written;
    template_.render(context, written);
    return std::move(written.text);
  }

 private:
  struct Written {
    std::string text;
    Written& operator<<(const std::string& more) {
      text += more;
      return *this;
    }
  };

  static std::string checked(const std::optional<Template>& own, Format format) {
    if (!own) return std::string(built_in_template(format == Format::kHtml ? "html" : "markdown"));
    const std::vector<Phrase> mistakes = template_mistakes(*own);
    if (mistakes.empty()) return own->text;
    Phrase all{"template.mistakes", {{"template", own->name}}};
    for (const Phrase& mistake : mistakes) {
      all = {"template.next", {{"mistakes", all}, {"next", mistake}}};
    }
    throw Error(ErrorKind::kInvalid, all,
                {"template.mistakes.hint", {{"do", Phrase("action.print-template")}}});
  }

  const Report& report_;
  Format format_;
  Speech speech_;
  std::vector<std::string> places_;
  mustache::mustache template_;
  Names shared_;
};

/// No three line breaks on end: sections that are left out leave empty lines.
std::string without_gaps(std::string_view text) {
  std::string closed;
  closed.reserve(text.size());
  for (const char c : text) {
    if (c == '\n' && (closed.empty() || closed.ends_with("\n\n"))) continue;
    closed += c;
  }
  while (closed.ends_with("\n\n")) closed.pop_back();
  return closed;
}

/// A report in which nothing is missing, for the names that it has.
Shape shape_of_a_page() {
  Report report;
  report.track_record = {
      Page(Language::kEnglish), Page(Language::kEnglish), {}, {}, Page(Language::kEnglish)};
  report.scenarios.resize(1);
  ScenarioReport& scenario = report.scenarios.front();
  scenario.events.emplace();
  scenario.movement.emplace().rows.resize(1);
  scenario.count.emplace().said.resize(1);
  scenario.count->beside.resize(1);
  scenario.count->beside.front().rows.resize(1);
  scenario.chart.points.resize(1);
  scenario.ledger.resize(1);
  scenario.not_counted.resize(1);
  scenario.indicators.resize(1);
  scenario.watch.resize(1);
  scenario.assumptions.resize(1);
  const Speech speech(Language::kEnglish);
  const std::vector<std::string> places = anchors(report);
  Shape shape;
  Names names(&shape);
  fill_report(names, report, speech);
  names.markup("policy", "");
  fill_page(names, {.scenarios = report.scenarios, .anchors = places}, report, places, speech,
            Format::kHtml);
  return shape;
}

}  // namespace

std::string html(const Report& report, const std::optional<Template>& own) {
  Setter setter(report, own, Format::kHtml);
  return setter.page({.scenarios = report.scenarios, .anchors = setter.places()});
}

std::string markdown(const Report& report, const std::optional<Template>& own) {
  Setter setter(report, own, Format::kMarkdown);
  return without_gaps(setter.page({.scenarios = report.scenarios, .anchors = setter.places()}));
}

std::vector<ReportFile> html_pages(const Report& report, const std::optional<Template>& own) {
  Setter setter(report, own, Format::kHtml);
  std::vector<ReportFile> pages(report.scenarios.size() + 1);
  pages[0] = {
      "index.html",
      setter.page({.scenarios = {}, .anchors = {}, .own_pages = true, .track_record = false})};
  const std::span all(report.scenarios);
  in_parallel(static_cast<int>(all.size()), 0, [&] {
    return [&, each = Setter(report, own, Format::kHtml)](int i) mutable {
      const auto at = static_cast<std::size_t>(i);
      pages[at + 1] = {each.places()[at] + ".html",
                       each.page({.scenarios = all.subspan(at, 1),
                                  .anchors = each.places().subspan(at, 1),
                                  .overview = false,
                                  .track_record = false})};
    };
  });
  // A desk's own template may know nothing of it.
  const bool is_set = !own || own->text.find("track_record") != std::string::npos;
  if (report.track_record && is_set) {
    pages.push_back(
        {kTrackRecord + ".html", setter.page({.scenarios = {}, .anchors = {}, .overview = false})});
  }
  return pages;
}

std::vector<Phrase> template_mistakes(const Template& own) {
  static const Shape kShape = shape_of_a_page();
  return mistakes_in(own.text, kShape);
}

std::string_view built_in_template(std::string_view format) {
  if (format == "html") return page_file("report.html.mustache");
  if (format == "markdown") return page_file("report.md.mustache");
  throw Error(ErrorKind::kConflict, {"template.none", {{"format", format}}}, "template.none.hint");
}

}  // namespace signpost::report
