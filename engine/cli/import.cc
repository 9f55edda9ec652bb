// signpost import: many items, all or (with --keep-going) the good ones, in one transaction.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/assess/archive.h"
#include "engine/assess/indicator_lines.h"
#include "engine/assess/likeness.h"
#include "engine/base/error.h"
#include "engine/base/sha256.h"
#include "engine/cli/answering.h"
#include "engine/cli/command.h"
#include "engine/cli/diagnostics.h"
#include "engine/cli/effects.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/intake/date_doubts.h"
#include "engine/intake/items_reader.h"
#include "engine/report/json_writer.h"

namespace signpost::cli {
namespace {

/// The line of an export that names its store is shorter; other files may have no lines at all.
constexpr std::size_t kOfFirstLine = 400;
constexpr std::int64_t kRowsBetweenLooks = 1000;  // at the clock
constexpr std::size_t kNumbersEnd = 12;           // columns

struct Options {
  std::vector<std::string> files;
  std::string feed = "signpost";
  bool dry_run = false;
  bool keep_going = false;
};

/// A row of a file: which one, from 0, and its line.
using RowAt = std::pair<std::size_t, std::uint32_t>;

/// A row without an id, and what says the same: an item, or a row before it.
struct Repeated {
  std::string file;
  std::uint32_t line = 0;
  ItemId item = 0;         // 0: the row
  std::string other_file;  // of the row
  std::uint32_t other_line = 0;
};
struct RowsWithoutId {
  std::int64_t all = 0;
  std::int64_t repeated = 0;  // of what the store held
  std::int64_t twice = 0;     // of rows before them
};

/// Rows of a file with dates that can hardly be meant.
struct UnlikelyDates {
  std::int64_t rows = 0;
  Diagnostic first;
  bool calendar = false;  // its hint names one
};

/// What became of the rows.
struct Tally {
  std::int64_t added = 0;
  std::int64_t amended = 0;
  std::int64_t unchanged = 0;
  std::int64_t retracted = 0;  // of all these: withdrawn before, and still
  std::vector<Diagnostic> rejected;
  std::vector<Diagnostic> doubts;                    // warnings: stored all the same
  std::map<std::string, std::int64_t> by_indicator;  // rows added or amended
  std::int64_t unforeseen = 0;                       // of those, under no indicator
  std::int64_t denials = 0;                          // and of those that deny an event
  std::int64_t refused = 0;                          // good, but not stored for the bad ones
  std::int64_t settlements = 0;                      // new ones, and so are these
  std::int64_t forecasts = 0;
  std::int64_t verdicts = 0;
  intake::LeftOut left_out;
  bool stored = false;
  std::vector<Repeated> repeated;                 // rows without an id that say what stands already
  std::map<std::string, UnlikelyDates> unlikely;  // by file
  std::map<std::string, RowsWithoutId> nameless;  // by file
  std::set<RowAt> clashing;                       // rows under one id that differ
  std::vector<Diagnostic> clashes;                // what is said of them
  std::int64_t clashed_later = 0;                 // rows taken for good until the other came

  void add(const Item& item, const store::Added& result) {
    if (result.retracted) ++retracted;
    switch (result.fate) {
      case store::Fate::kAdded:
        ++added;
        break;
      case store::Fate::kAmended:
        ++amended;
        break;
      case store::Fate::kUnchanged:
        ++unchanged;
        return;
    }
    for (const Sighting& sighting : item.sightings) ++by_indicator[sighting.indicator];
    if (!item.denies.empty()) {
      ++denials;
    } else if (item.sightings.empty()) {
      ++unforeseen;
    }
  }
  void note_nameless(const std::string& file, std::optional<Repeated> same) {
    RowsWithoutId& rows = nameless[file];
    ++rows.all;
    if (!same) return;
    ++(same->item != 0 ? rows.repeated : rows.twice);
    repeated.push_back(std::move(*same));
  }
  /// The good rows of a file that is refused are not stored either.
  void refuse() {
    refused = added + amended + unchanged - clashed_later;
    added = amended = unchanged = retracted = unforeseen = denials = 0;
    settlements = forecasts = verdicts = 0;
    by_indicator.clear();
  }
};

/// Rows read so far, on a terminal, once the work has taken long enough to be wondered about.
class Progress {
 public:
  explicit Progress(const Session& session) : session_(session) {}
  ~Progress() {
    if (shown_) session_.err << "\r\x1b[K" << std::flush;
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void row() {
    ++rows_;
    if (!session_.err_terminal.is_terminal || rows_ % kRowsBetweenLooks != 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    shown_ = true;
    session_.err << "\r\x1b[K" << session_.on_err({"import.rows-read", {{"n", rows_}}})
                 << std::flush;
  }

 private:
  const Session& session_;
  std::int64_t rows_ = 0;
  std::chrono::steady_clock::time_point next_ =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
  bool shown_ = false;
};

/// An export of this very store would bring in again, under new ids, what has none.
void refuse_own_export(const store::Store& store, const std::vector<std::string>& files) {
  const std::string own = '"' + to_hex(store.snapshot()->journal().front().chain) + '"';
  for (const std::string& file : files) {
    // What is no plain file (a pipe) can be read only once, and not for this.
    if (std::error_code unknown; !std::filesystem::is_regular_file(file, unknown)) continue;
    std::string first(kOfFirstLine, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(first.data(), static_cast<std::streamsize>(first.size()));
    first.resize(static_cast<std::size_t>(in.gcount()));
    if (!first.starts_with("{\"kind\"") || first.find(own) == std::string::npos) continue;
    throw Error(ErrorKind::kInvalid, {"import.own-export", {{"file", file}}},
                "import.own-export.hint");
  }
}

std::int64_t rejected_rows(const Tally& tally) {
  std::set<std::pair<std::string_view, std::uint32_t>> rows;
  for (const Diagnostic& diagnostic : tally.rejected)
    rows.emplace(diagnostic.file, diagnostic.line);
  return static_cast<std::int64_t>(rows.size());
}

/// Rows without ids: whether what they say was told already, by the store or by a row before them.
class RowsTold {
 public:
  RowsTold(const store::Snapshot& before, const std::vector<std::string>& files)
      : known_(before), last_(before.last_item()), files_(files) {}

  [[nodiscard]] std::optional<Repeated> find(const Item& row, const RowAt& at) const {
    const auto item = known_.find(row);
    if (!item) return std::nullopt;
    Repeated repeated{files_[at.first], at.second, *item, {}, 0};
    if (*item <= last_) return repeated;
    const auto place =
        std::lower_bound(rows_.begin(), rows_.end(), *item,
                         [](const auto& one, ItemId number) { return one.first < number; });
    repeated.item = 0;
    repeated.other_file = files_[place->second.first];
    repeated.other_line = place->second.second;
    return repeated;
  }
  /// Items are numbered in the order of their rows.
  void note(const Item& row, ItemId item, const RowAt& at) {
    known_.note(row, item);
    rows_.emplace_back(item, at);
  }

 private:
  assess::KnownRows known_;
  ItemId last_;
  const std::vector<std::string>& files_;
  std::vector<std::pair<ItemId, RowAt>> rows_;
};

/// Which rows of a file tell of one item: they may where they say the same. Where one of them says
/// something else, all of them clash. New items are numbered one after the other.
class RowsOfItems {
 public:
  explicit RowsOfItems(ItemId last) : last_(last) {}

  /// The earlier rows of the item that clash with this one, in their order; none where it is the
  /// first or says what all of them say. `says_other`: than the one before it.
  struct Clash {
    std::vector<std::uint32_t> rows;
    std::uint32_t other = 0;  // one that says something else
  };
  Clash take(ItemId item, std::uint32_t line, bool says_other) {
    std::uint32_t& first = first_of(item);
    if (first == 0) {
      first = line;
      return {};
    }
    std::vector<std::uint32_t>& rest = rest_[item];
    Clash clash{{first}, rest.empty() ? first : rest.back()};
    clash.rows.insert(clash.rows.end(), rest.begin(), rest.end());
    rest.push_back(line);
    if (says_other) {
      others_[item] = clash.other;
    } else if (const auto other = others_.find(item); other != others_.end()) {
      clash.other = other->second;
    } else {
      return {};
    }
    return clash;
  }
  void next_file() {
    older_.clear();
    rest_.clear();
    others_.clear();
    last_ += static_cast<ItemId>(newer_.size());
    newer_.clear();
  }

 private:
  /// The item's first line, 0 where there is none yet.
  std::uint32_t& first_of(ItemId item) {
    if (item <= last_) return older_[item];
    const auto place = static_cast<std::size_t>(item - last_ - 1);
    if (place >= newer_.size()) newer_.resize(place + 1);
    return newer_[place];
  }

  ItemId last_;  // before the file
  std::unordered_map<ItemId, std::uint32_t> older_;
  std::vector<std::uint32_t> newer_;
  std::unordered_map<ItemId, std::vector<std::uint32_t>> rest_;  // the lines after the first
  std::unordered_map<ItemId, std::uint32_t> others_;             // of items the rows of which clash
};

Diagnostic clash(const std::string& file, std::uint32_t line, std::uint32_t other,
                 const std::string& id) {
  return {.file = file,
          .line = line,
          .message = {"import.same-id", {{"line", std::to_string(other)}, {"id", id}}},
          .hint = "import.same-id.hint",
          .source_line = {}};
}

/// How it came out, what others forecast, what became of an item: its items are found, those of
/// this import too. Of a line of an export those that stayed where it comes from are left out, and
/// how many is returned; elsewhere each must be there.
int take_outcome(intake::OutcomeLine&& line, store::Store::Import& import, Tally& tally) {
  std::vector<ItemId> items;
  int left_out = 0;
  for (const intake::OutcomeLine::ItemName& name : line.items) {
    const std::optional<ItemId> item =
        name.number != 0 ? std::optional(name.number) : import.find_item(name.id);
    if (item) {
      items.push_back(*item);
    } else if (line.exported) {
      ++left_out;
    } else {
      throw Error(ErrorKind::kInvalid, {"intake.outcome.no-such-item", {{"item", name.id}}},
                  {"store.no-item.hint", {{"do", Phrase("action.list-items")}}});
    }
  }
  if (auto* resolution = std::get_if<Resolution>(&line.told)) {
    resolution->items = std::move(items);
    if (import.add(*resolution)) ++tally.settlements;
  } else if (const auto* forecast = std::get_if<Forecast>(&line.told)) {
    if (import.add(*forecast)) ++tally.forecasts;
  } else {
    ItemVerdict& verdict = std::get<ItemVerdict>(line.told);
    if (items.empty()) return left_out;
    verdict.item = items.front();
    if (import.add(verdict)) ++tally.verdicts;
  }
  return left_out;
}

/// Once a file: the first row, and how many there are.
void doubt_date(const std::string& file, std::uint32_t line, const intake::DateDoubts& dates,
                const Item& item, Tally& tally) {
  const auto doubt = dates.doubt(item);
  if (!doubt) return;
  UnlikelyDates& found = tally.unlikely[file];
  if (found.rows++ > 0) {
    // That a year may be of another calendar is told of whichever row says so.
    if (!found.calendar && intake::may_be_hijri(item.occurred)) {
      found.calendar = true;
      found.first.hint = {
          "diagnostic.in-line",
          {{"line", std::to_string(line)}, {"says", intake::year_hint(item.occurred)}}};
    }
    return;
  }
  found.calendar = intake::may_be_hijri(item.occurred);
  found.first = {.severity = Diagnostic::Severity::kWarning,
                 .file = file,
                 .line = line,
                 .message = *doubt,
                 .hint = intake::year_hint(item.occurred),
                 .source_line = {}};
}

Tally import_files(const Options& options, const Session& session, store::Store& store,
                   const Definitions& definitions, const std::set<RowAt>& left_out_rows) {
  Tally tally;
  const auto before = store.snapshot();
  std::optional<RowsTold> told;  // read for the first row without an id
  RowsOfItems rows_of_items(before->last_item());
  const intake::DateDoubts dates(definitions);
  const intake::ItemContext context{
      .definitions = definitions, .clock = session.clock, .feed = options.feed};
  const auto import = store.import(session.clock);
  Progress progress(session);
  for (std::size_t number = 0; number < options.files.size(); ++number) {
    const std::string& file = options.files[number];
    session.tell({"cli.reading", {{"file", file}}});
    const intake::LeftOut left_out = intake::read_items(
        file, context,
        [&](Item&& item, std::uint32_t line) {
          progress.row();
          if (left_out_rows.contains({number, line})) return;
          try {
            std::optional<Repeated> repeated;
            if (item.id.empty()) {
              if (!told) told.emplace(*before, options.files);
              repeated = told->find(item, {number, line});
            }
            doubt_date(file, line, dates, item, tally);
            const store::Added added = import->add(item);
            if (item.id.empty()) {
              told->note(item, added.item, {number, line});
              tally.note_nameless(file, std::move(repeated));
            }
            const auto [rows, other] = rows_of_items.take(added.item, line, added.stored);
            for (const std::uint32_t earlier : rows) {
              if (!tally.clashing.insert({number, earlier}).second) continue;
              ++tally.clashed_later;
              tally.clashes.push_back(clash(file, earlier, line, item.id));
            }
            if (!rows.empty()) {
              tally.clashing.insert({number, line});
              tally.clashes.push_back(clash(file, line, other, item.id));
              return;
            }
            tally.add(item, added);
          } catch (const Error& error) {
            // What the row says clashes with what is stored; the rows after it may well be good.
            if (error.kind() != ErrorKind::kInvalid) throw;
            tally.rejected.push_back({.file = file,
                                      .line = line,
                                      .message = error.message(),
                                      .hint = error.hint(),
                                      .source_line = {}});
          }
        },
        [&](Diagnostic&& diagnostic) {
          const bool error = diagnostic.severity == Diagnostic::Severity::kError;
          (error ? tally.rejected : tally.doubts).push_back(std::move(diagnostic));
          progress.row();
        },
        [&](intake::OutcomeLine&& outcome, std::uint32_t line) {
          progress.row();
          try {
            const int stayed = take_outcome(std::move(outcome), *import, tally);
            if (stayed > 0) {
              tally.doubts.push_back(
                  {.severity = Diagnostic::Severity::kWarning,
                   .file = file,
                   .line = line,
                   .message = {"import.items-stayed", {{"n", std::int64_t{stayed}}}},
                   .hint = {},
                   .source_line = {}});
            }
          } catch (const Error& error) {
            if (error.kind() != ErrorKind::kInvalid && error.kind() != ErrorKind::kConflict) throw;
            tally.rejected.push_back({.file = file,
                                      .line = line,
                                      .message = error.message(),
                                      .hint = error.hint(),
                                      .source_line = {}});
          }
        });
    tally.left_out.rehearsal |= left_out.rehearsal;
    tally.left_out.redacted += left_out.redacted;
    tally.left_out.coverage += left_out.coverage;
    tally.left_out.assessments += left_out.assessments;
    rows_of_items.next_file();
  }
  if (!tally.clashing.empty() && options.keep_going) return tally;  // to be read once more
  tally.rejected.insert(tally.rejected.end(), tally.clashes.begin(), tally.clashes.end());
  tally.stored = !options.dry_run && (tally.rejected.empty() || options.keep_going);
  if (tally.stored) {
    import->commit();
    session.tell("import.committed");
  } else if (!tally.rejected.empty() && !options.keep_going) {
    tally.refuse();
  }
  return tally;
}

/// An export holds more than its items: some of it bears on the probabilities there, or is what was
/// said of them.
void warn_of_left_out(const Session& session, const intake::LeftOut& left_out) {
  if (left_out.rehearsal && !session.rehearsal) {
    session.warn("import.of-rehearsal", "import.of-rehearsal.hint");
  }
  if (left_out.redacted > 0) session.warn({"import.no-redacted", {{"n", left_out.redacted}}});
  if (left_out.coverage > 0) {
    session.warn({"import.no-coverage", {{"n", left_out.coverage}}}, "import.no-coverage.hint");
  }
  if (left_out.assessments > 0) {
    session.warn({"import.no-assessments", {{"n", left_out.assessments}}},
                 "import.no-assessments.hint");
  }
}

/// Where items are worth more or less than the coverage that counts (DESIGN.md §2, "Coverage").
void warn_of_coverage(const Session& session, const store::Store& store, const Tally& tally) {
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::vector<Phrase> off;
  for (const auto& [indicator, rows] : tally.by_indicator) {
    const auto credibility = assess::credibility_off_coverage(
        archive, indicator, {.as_of = session.clock.now, .known_at = session.clock.now});
    if (!credibility) continue;
    off.push_back(
        {"import.mean-credibility",
         {{"indicator", indicator}, {"credibility", session.speech.figure(*credibility, 2)}}});
  }
  if (off.empty()) return;
  session.warn({"import.off-coverage", {{"indicators", Phrase::series(off)}}},
               "import.off-coverage.hint");
}

void print_json(const Session& session, const Tally& tally, const std::vector<Effect>& effects) {
  report::JsonWriter json;
  json.begin_object()
      .member("format", "signpost.import/1")
      .member("stored", tally.stored)
      .member("added", tally.added)
      .member("amended", tally.amended)
      .member("unchanged", tally.unchanged)
      .member("retracted", tally.retracted)
      .member("repeated", static_cast<std::int64_t>(tally.repeated.size()))
      .member("settlements", tally.settlements)
      .member("forecasts", tally.forecasts)
      .member("verdicts", tally.verdicts);
  json.key("rejected").begin_array();
  for (const Diagnostic& diagnostic : tally.rejected) {
    json.begin_object()
        .member("file", diagnostic.file)
        .member("line", diagnostic.line)
        .member("column", diagnostic.column)
        .member("message", diagnostic.message)
        .end_object();
  }
  json.end_array().key("by_indicator").begin_object();
  for (const auto& [indicator, rows] : tally.by_indicator) json.member(indicator, rows);
  json.end_object();
  write_effects(json, effects);
  session.out << json.end_object().take();
}

report::Page tally_page(const Tally& tally, bool moves, bool dry_run,
                        const report::Speech& speech) {
  report::Page page(speech.language());
  page.paragraph(speech.say("import.summary", {{"added", tally.added},
                                               {"amended", tally.amended},
                                               {"unchanged", tally.unchanged},
                                               {"rejected", rejected_rows(tally)}}));
  if (tally.retracted > 0) {
    page.paragraph(speech.say("import.still-retracted", {{"n", tally.retracted}}));
  }
  report::Table& table = page.table({{.width = kNumbersEnd, .end = true}, {.gap = 2}});
  const auto count = [&](std::int64_t rows, std::string of) {
    if (rows > 0) table.row().cell(0, speech.number(rows)).cell(1, std::move(of));
  };
  for (const auto& [indicator, rows] : tally.by_indicator) count(rows, report::quoted(indicator));
  count(tally.unforeseen, speech.say("import.unforeseen"));
  count(tally.denials, speech.say("import.denials"));
  count(tally.settlements, speech.say("import.settlements"));
  count(tally.forecasts, speech.say("import.forecasts"));
  count(tally.verdicts, speech.say("import.verdicts"));
  if (tally.stored) page.paragraph(speech.say(moves ? "import.moved" : "effects.none"));
  if (dry_run) page.paragraph(speech.say("cli.dry-run"));
  return page;
}

/// A pipe can be read only once.
void require_second_reading(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (std::error_code unknown; std::filesystem::is_regular_file(file, unknown)) continue;
    throw Error(ErrorKind::kInvalid, {"import.read-only-once", {{"file", file}}},
                "import.read-only-once.hint");
  }
}

void sort_by_place(std::vector<Diagnostic>& diagnostics, const std::vector<std::string>& files) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < files.size(); ++i) places.emplace(files[i], i);
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) {
                     return std::pair(places[a.file], a.line) < std::pair(places[b.file], b.line);
                   });
}

/// Rows without ids that say what the store holds already: nothing keeps them from counting twice.
void warn_of_repeated(const Session& session, const Tally& tally, bool list) {
  std::vector<Phrase> warnings;
  for (const auto& [file, rows] : tally.nameless) {
    if (rows.repeated > 0) {
      const bool all = rows.repeated == rows.all && rows.all > 1;
      warnings.push_back({all ? "import.was-imported" : "import.repeated",
                          {{"file", file}, {"n", rows.repeated}}});
    }
    if (rows.twice > 0) {
      warnings.push_back({"import.twice", {{"file", file}, {"n", rows.twice}}});
    }
  }
  for (const Phrase& warning : warnings) {
    const bool last = &warning == &warnings.back();
    session.warn(warning, last && !list ? "import.repeated-hint" : Phrase());
  }
  if (!list) return;
  for (const Repeated& row : tally.repeated) {
    const Phrase same = row.item != 0
                            ? Phrase("import.repeated-row", {{"file", row.file},
                                                             {"line", std::to_string(row.line)},
                                                             {"item", std::to_string(row.item)}})
                            : Phrase("import.twice-row", {{"file", row.file},
                                                          {"line", std::to_string(row.line)},
                                                          {"other", row.other_file},
                                                          {"at", std::to_string(row.other_line)}});
    session.err << session.on_err(same) << '\n';
  }
}

/// What became of the good rows where others are rejected.
void tell_rejected(const Session& session, const Tally& tally) {
  const std::int64_t rows = rejected_rows(tally);
  const auto tell = [&](std::string_view key, const Phrase& hint) {
    print_error(session.err, session.err_terminal, session.speech,
                {key, {{"n", rows}, {"good", tally.refused}}}, hint);
  };
  if (tally.stored) {
    const bool others = tally.added + tally.amended + tally.unchanged + tally.settlements +
                            tally.forecasts + tally.verdicts >
                        0;
    tell(others ? "import.others-stored" : "import.no-others", "import.rejected.hint");
  } else if (tally.refused > 0) {
    tell("import.refused", "import.refused.hint");
  } else {
    tell("import.rejected", {});
  }
}

int run(const Options& options, const Session& session) {
  store::Store store = open_store(session, store::Store::Access::kWrite);
  const Definitions definitions = store.snapshot()->definitions(kForever);
  refuse_own_export(store, options.files);
  const service::Before before = service::before_change(store, {});
  Tally tally = import_files(options, session, store, definitions, {});
  if (!tally.clashing.empty() && options.keep_going) {
    // Of rows that clash none may stand: all is read once more without them.
    require_second_reading(options.files);
    const Tally first = std::move(tally);
    tally = import_files(options, session, store, definitions, first.clashing);
    tally.rejected.insert(tally.rejected.end(), first.clashes.begin(), first.clashes.end());
  }
  sort_by_place(tally.rejected, options.files);
  tell_mistakes(session, tally.rejected);
  tell_mistakes(session, tally.doubts);
  for (const auto& [file, found] : tally.unlikely) {
    Diagnostic first = found.first;
    if (found.rows > 1) {
      first.message = {"import.such-dates", {{"says", first.message}, {"n", found.rows}}};
    }
    tell_mistake(session, first);
  }
  warn_of_left_out(session, tally.left_out);
  warn_of_repeated(session, tally, options.dry_run);
  std::vector<Effect> effects;
  if (tally.stored) effects = moved(service::effects_since(before, store, session.clock));
  if (session.json) {
    print_json(session, tally, effects);
  } else {
    session.show(tally_page(tally, !effects.empty(), options.dry_run, session.speech));
    print_effects(session, effects);
  }
  if (tally.stored) warn_of_coverage(session, store, tally);
  if (tally.stored) answer_changes(session, store);
  if (tally.rejected.empty()) return kDone;
  tell_rejected(session, tally);
  return kBadInput;
}

}  // namespace

Command add_import(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("import", speech.say("help.import"));
  command.add_option("FILE", options->files, speech.say("help.import.file"))
      .type_name("FILE")
      .required();
  command.add_flag("--dry-run", options->dry_run, speech.say("help.import.dry-run"));
  command.add_flag("--keep-going", options->keep_going, speech.say("help.import.keep-going"));
  command.add_option("--feed", options->feed, speech.say("help.import.feed")).type_name("NAME");
  command.footer(example(speech, "  signpost import scenarios/jusoor-2022-01-28.jsonl --dry-run"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
