// signpost import: many items, all or (with --keep-going) the good ones, in one transaction.
#include <fmt/format.h>

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
#include "engine/cli/effects.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/intake/date_doubts.h"
#include "engine/intake/items_reader.h"
#include "engine/report/figures.h"
#include "engine/report/isolated_text.h"
#include "engine/report/line.h"
#include "engine/report/speech.h"

namespace signpost::cli {
namespace {

/// The line of an export that names its store is shorter; other files may have no lines at all.
constexpr std::size_t kOfFirstLine = 400;
constexpr std::int64_t kRowsBetweenLooks = 1000;  // at the clock
constexpr std::size_t kIndent = 2;
constexpr std::size_t kNumbersEnd = 12;  // columns

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
    session_.err << "\r\x1b[K" << report::grouped(rows_) << " rows read" << std::flush;
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
    throw Error(ErrorKind::kBadInput, fmt::format("{} is an export of this very store", file),
                "the store holds already all that is in it");
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
          .message = fmt::format("line {} has the same id and source, \"{}\", and says something "
                                 "else",
                                 other, id),
          .hint =
              "an id names one item: give them ids of their own, or leave out the one that "
              "does not hold",
          .source_line = {}};
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
      found.first.hint = fmt::format("line {}: {}", line, intake::year_hint(item.occurred));
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
    session.tell("reading " + file);
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
            if (error.kind() != ErrorKind::kBadInput) throw;
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
    session.tell("committed");
  } else if (!tally.rejected.empty() && !options.keep_going) {
    tally.refuse();
  }
  return tally;
}

/// An export holds more than its items: some of it bears on the probabilities there, or is what was
/// said of them.
void warn_of_left_out(const Session& session, const intake::LeftOut& left_out) {
  if (left_out.rehearsal && !session.rehearsal) {
    session.warn("what is imported was exported from a rehearsal, in which nothing is meant");
    session.err << "hint: `signpost retract ID --because TEXT` takes an item back\n";
  }
  if (left_out.redacted > 0) {
    session.warn(
        fmt::format("left out {}: without its text and source an item cannot be judged anew",
                    report::counted(left_out.redacted, "redacted item", "redacted items")));
  }
  if (left_out.coverage > 0) {
    session.warn(fmt::format(
        "left out {}: an import brings items only",
        report::counted(left_out.coverage, "declaration of coverage", "declarations of coverage")));
    session.err << "hint: declare it here too, with `signpost cover`\n";
  }
  if (left_out.assessments > 0) {
    session.warn(fmt::format(
        "left out {}, and what alerts told of them: they stay with the desk that made them",
        report::counted(left_out.assessments, "kept assessment", "kept assessments")));
    session.err << "hint: `signpost backup` copies a store whole\n";
  }
}

/// Where items are worth more or less than the coverage that counts (DESIGN.md §2, "Coverage").
void warn_of_coverage(const Session& session, const store::Store& store, const Tally& tally) {
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  std::vector<std::string> off;
  for (const auto& [indicator, rows] : tally.by_indicator) {
    const auto credibility = assess::credibility_off_coverage(
        archive, indicator, {.as_of = session.clock.now, .known_at = session.clock.now});
    if (!credibility) continue;
    off.push_back(fmt::format("{} ({:.2f})", indicator, *credibility));
  }
  if (off.empty()) return;
  session.warn(
      fmt::format("the items of these are worth, on average, more than 0.05 more or less than the "
                  "coverage that counts, so that silence and reports do not weigh alike: {}",
                  report::joined(off, ", ")));
  session.err << "hint: coverage is the share of events that reaches the desk as credible news; "
                 "give the indicator a usual_grade, or declare coverage with `signpost cover`\n";
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
      .member("repeated", static_cast<std::int64_t>(tally.repeated.size()));
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

void print_text(const Session& session, const Tally& tally, const std::vector<Effect>& effects) {
  session.out << fmt::format("{} added, {} amended, {} unchanged, {} rejected\n",
                             report::grouped(tally.added), report::grouped(tally.amended),
                             report::grouped(tally.unchanged),
                             report::grouped(rejected_rows(tally)));
  if (tally.retracted > 0) {
    session.out << fmt::format("{} of them withdrawn before, and still\n",
                               report::grouped(tally.retracted));
  }
  for (const auto& [indicator, rows] : tally.by_indicator) {
    report::Line line(session.terminal);
    line.to(kIndent).right(report::grouped(rows), kNumbersEnd).to(kNumbersEnd + 2).quote(indicator);
    session.out << line.take();
  }
  const auto others = [&](std::int64_t rows, std::string_view what) {
    if (rows == 0) return;
    report::Line line(session.terminal);
    line.to(kIndent).right(report::grouped(rows), kNumbersEnd).to(kNumbersEnd + 2);
    session.out << line.say(what).take();
  };
  others(tally.unforeseen, "that no indicator foresaw");
  others(tally.denials, "that deny an event");
  if (!tally.stored) return;
  if (effects.empty()) {
    session.out << "No scenario moves.\n";
  } else {
    session.out << "What moved:\n";
    print_effects(session, effects);
  }
}

/// A pipe can be read only once.
void require_second_reading(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    if (std::error_code unknown; std::filesystem::is_regular_file(file, unknown)) continue;
    throw Error(ErrorKind::kBadInput,
                fmt::format("{} has rows with one id that differ, and cannot be read once more "
                            "without them; nothing is stored",
                            file),
                "save it to a file first");
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
  const report::Speech speech(report::Language::kEnglish);
  const auto warn = [&](std::string_view key, const std::string& file, std::int64_t rows) {
    session.warn(
        report::without_isolates(speech.say(key, {{"file", report::quoted(file)}, {"n", rows}})));
  };
  for (const auto& [file, rows] : tally.nameless) {
    if (rows.repeated > 0) {
      const bool all = rows.repeated == rows.all && rows.all > 1;
      warn(all ? "import.was-imported" : "import.repeated", file, rows.repeated);
    }
    if (rows.twice > 0) warn("import.twice", file, rows.twice);
  }
  if (tally.repeated.empty()) return;
  if (!list) {
    session.err << "hint: " << speech.say("import.repeated-hint") << '\n';
    return;
  }
  const auto number = [](std::int64_t of) { return fmt::format("{}", of); };
  for (const Repeated& row : tally.repeated) {
    const std::string said =
        row.item != 0 ? speech.say("import.repeated-row", {{"file", report::quoted(row.file)},
                                                           {"line", number(row.line)},
                                                           {"item", number(row.item)}})
                      : speech.say("import.twice-row", {{"file", report::quoted(row.file)},
                                                        {"line", number(row.line)},
                                                        {"other", report::quoted(row.other_file)},
                                                        {"at", number(row.other_line)}});
    session.err << report::without_isolates(said) << '\n';
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
  for (const Diagnostic& diagnostic : tally.rejected) session.err << render(diagnostic);
  for (const Diagnostic& diagnostic : tally.doubts) session.err << render(diagnostic);
  for (const auto& [file, found] : tally.unlikely) {
    Diagnostic first = found.first;
    if (found.rows > 1) {
      first.message +=
          fmt::format("; {} in all have such dates", report::counted(found.rows, "row", "rows"));
    }
    session.err << render(first);
  }
  warn_of_left_out(session, tally.left_out);
  warn_of_repeated(session, tally, options.dry_run);
  std::vector<Effect> effects;
  if (tally.stored) effects = moved(service::effects_since(before, store, session.clock));
  if (session.json) {
    print_json(session, tally, effects);
  } else {
    print_text(session, tally, effects);
  }
  if (tally.stored) warn_of_coverage(session, store, tally);
  if (tally.stored) answer_changes(session, store);
  if (options.dry_run && !session.json) session.out << "This was a dry run: nothing is stored.\n";
  if (tally.rejected.empty()) return kDone;
  const std::string rows = report::counted(rejected_rows(tally), "row", "rows");
  if (tally.stored) {
    print_error(session.err, session.err_terminal,
                tally.added + tally.amended + tally.unchanged > 0
                    ? fmt::format("{} rejected; all others are stored", rows)
                    : fmt::format("{} rejected; there is no other", rows),
                "mend them and import them alone, or the whole file again where its rows have ids: "
                "those add nothing twice");
  } else {
    print_error(session.err, session.err_terminal,
                tally.refused > 0
                    ? fmt::format("{} rejected, {} good; nothing is stored", rows, tally.refused)
                    : fmt::format("{} rejected; nothing is stored", rows),
                tally.refused > 0 ? "--keep-going stores the good rows and lists the rest" : "");
  }
  return kBadInput;
}

}  // namespace

Command add_import(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "import",
      "Import many items from JSON Lines or CSV, all of them or none\n"
      "CSV may be separated by commas, semicolons or tabs, in UTF-8 or UTF-16. An `id` makes that "
      "importing twice adds nothing, and that changed rows are amendments. An export of signpost's "
      "can be imported: its items are read, the rest is skipped.\n"
      "Exits with 3 where rows were rejected, with --keep-going too.");
  command->add_option("FILE", options->files, "JSON Lines or CSV")->type_name("FILE")->required();
  command->add_flag("--dry-run", options->dry_run, "Read and judge every row, and store nothing");
  command->add_flag("--keep-going", options->keep_going,
                    "Store the good rows even where others are rejected");
  command
      ->add_option("--feed", options->feed,
                   "Whose ids the items' ids are; an id is unique within its feed and source")
      ->type_name("NAME");
  command->footer(
      "Example\n"
      "  signpost import scenarios/jusoor-2022-01-28.jsonl --dry-run");
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
