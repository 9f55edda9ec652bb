#include "engine/store/store.h"

#include <utility>

#include "engine/base/error.h"
#include "engine/base/file_identity.h"
#include "engine/base/unnamed_file.h"
#include "engine/store/connection.h"
#include "engine/store/definition_rows.h"
#include "engine/store/delivery_attempt.h"
#include "engine/store/entry.h"
#include "engine/store/item_rows.h"
#include "engine/store/load.h"
#include "engine/store/new_file.h"
#include "engine/store/outcome_rows.h"
#include "engine/store/reading.h"
#include "engine/store/record.h"
#include "engine/store/recording.h"
#include "engine/store/redaction.h"
#include "engine/store/round.h"
#include "engine/store/schema.h"
#include "engine/store/tying.h"
#include "engine/store/verify.h"
#include "engine/store/wrong_clock.h"

namespace signpost::store {

/// The first connection serves changes, or the first snapshot of a store opened for reading:
/// opening costs a millisecond, which a command that only reads pays once. What else is read at the
/// same time gets a connection of its own.
struct Store::State {
  std::filesystem::path path;
  Access access;
  std::shared_ptr<Connection> connection;
  std::optional<std::filesystem::path> copy;
  FileIdentity identity;  // of the file when it was opened

  Connection& for_changes() {
    if (access == Access::kRead) {
      throw Error(ErrorKind::kStore, {"store.for-reading-only", {{"store", path.string()}}});
    }
    return *connection;
  }
  std::shared_ptr<Connection> for_reading() {
    if (access == Access::kRead && connection.use_count() == 1) return connection;
    return open_store(path, Mode::kRead);
  }
};

namespace {

/// Its owner's alone; the group's too where the group may write to the folder, as the two do that
/// share a desk.
unsigned mode_of_store(const std::filesystem::path& path) {
  std::error_code unknown;
  const auto folder = std::filesystem::absolute(path).parent_path();
  const auto may = std::filesystem::status(folder, unknown).permissions();
  const bool shared =
      !unknown && (may & std::filesystem::perms::group_write) != std::filesystem::perms::none;
  return shared ? 0660 : 0600;
}

/// Records as one entry, and the end of the change.
void store_alone(Connection& connection, WriteTransaction& change, std::span<const Record> records,
                 std::string_view kind, const Clock& clock) {
  Entry entry(connection, kind, clock);
  for (const Record& record : records) entry.add(record);
  entry.seal();
  change.commit();
}

}  // namespace

void Store::create(const std::filesystem::path& path, const Clock& clock) {
  make_new_file(path, mode_of_store(path), [&](const std::filesystem::path& unnamed) {
    Connection connection(unnamed, Mode::kCreate);
    connection.run("PRAGMA journal_mode = WAL");
    WriteTransaction change(connection);
    upgrade(connection, 0);
    const std::string id = random_bytes(16);
    const std::string name = to_hex({reinterpret_cast<const std::uint8_t*>(id.data()), id.size()});
    const std::string secret = random_bytes(32);
    Entry entry(connection, "init", clock);
    Record record;
    record.head = {&kStore, {number(1), said(name), Blob{secret}}};
    entry.add(record);
    entry.seal();
    change.commit();
  });
}

Store Store::open(const std::filesystem::path& path, Access access) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->access = access;
  state->connection =
      open_store(path, access == Access::kRead ? Mode::kRead : Mode::kWrite, &state->copy);
  state->identity = identity_of(path);
  return Store(std::move(state));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::optional<std::filesystem::path>& Store::copy_before_upgrade() const {
  return state_->copy;
}

bool Store::is_rehearsal() const {
  return in_plain_words(state_->path, [&] { return store::is_rehearsal(*state_->connection); });
}

bool Store::was_replaced() const { return identity_of(state_->path) != state_->identity; }

void Store::refuse_replaced() const {
  if (!was_replaced()) return;
  const auto log = log_beside(state_->path);
  throw Error(ErrorKind::kStore, {"store.replaced", {{"store", state_->path.string()}}},
              log ? Phrase("store.replaced-and-log.hint", {{"log", log->string()}})
                  : Phrase("store.replaced.hint"));
}

std::unique_ptr<Snapshot> Store::snapshot() const { return take_snapshot(state_->for_reading()); }

Loaded Store::load(const Definitions& definitions, const Clock& clock, bool dry_run) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Loaded loaded = load_definitions(connection, definitions, clock);
    if (!dry_run && !loaded.changes.empty()) change.commit();
    return loaded;
  });
}

Added Store::record(const Item& item, const Clock& clock, const RecordOptions& options) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Recording recording(connection, "record", clock);
    if (!options.again) recording.refuse_repetition(item, options.event_of);
    const Added added = recording.add(item);
    recording.seal();
    bool changed = recording.changed();
    if (options.event_of) {
      if (*options.event_of == added.item) {
        throw Error(ErrorKind::kConflict,
                    {"store.report-of-itself", {{"item", std::to_string(added.item)}}},
                    {"store.report-of-itself.hint", {{"do", Phrase("action.name-event-of")}}});
      }
      Recording tying(connection, "tie", clock);
      store::tie(connection, tying, {*options.event_of, added.item});
      tying.seal();
      changed = changed || tying.changed();
    }
    if (changed) change.commit();
    return added;
  });
}

Item Store::with_stored_keys(Item item) const {
  return in_plain_words(state_->path, [&] {
    Connection& connection = *state_->connection;
    const Pseudonyms pseudonyms(connection);
    const Identities identities(connection, pseudonyms);
    EventKeys(connection, identities).store_in(item);
    return std::move(item);
  });
}

void Store::refuse_repetition(const Item& item, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    const WriteTransaction unchanged(connection);
    Recording(connection, "record", clock).refuse_repetition(item, std::nullopt);
  });
}

std::vector<ItemId> Store::tie(const std::vector<ItemId>& items, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Recording recording(connection, "tie", clock);
    std::vector<ItemId> changed = store::tie(connection, recording, items);
    recording.seal();
    if (recording.changed()) change.commit();
    return changed;
  });
}

std::vector<ItemId> Store::untie(const std::vector<ItemId>& items, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Recording recording(connection, "untie", clock);
    std::vector<ItemId> changed = store::untie(connection, recording, items);
    recording.seal();
    if (recording.changed()) change.commit();
    return changed;
  });
}

void Store::amend(ItemId id, const Item& changed, const Clock& clock, bool restore) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Recording recording(connection, "amend", clock);
    recording.amend(id, changed, restore);
    recording.seal();
    if (recording.changed()) change.commit();
  });
}

void Store::retract(ItemId id, std::string_view because, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    require_item(connection, id);
    ItemReader reader(connection, id);
    if (const auto earlier = reader.retraction(id)) {
      // A redacted item cannot be amended.
      throw Error(ErrorKind::kConflict,
                  {"store.retracted-already",
                   {{"item", std::to_string(id)}, {"day", to_date(earlier->recorded)}}},
                  reader.redaction(id) ? Phrase() : restore_item(id));
    }
    Query last = connection.query("SELECT max(version) FROM item_version WHERE item = ?", id);
    last.next();
    Record record;
    record.head = {&kRetraction, {number(id), number(last.integer(0)), said(because)}};
    Entry entry(connection, "retract", clock);
    entry.add(record);
    entry.seal();
    change.commit();
  });
}

void Store::redact(ItemId id, std::string_view because, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    {
      WriteTransaction change(connection);
      redact_item(connection, id, because, clock);
      change.commit();
    }
    if (const Phrase why = wipe(connection); !why.empty()) {
      const std::string item = std::to_string(id);
      throw Error(
          ErrorKind::kStore,
          {"store.not-wiped", {{"item", item}, {"store", state_->path.string()}, {"why", why}}},
          {"store.not-wiped.hint", {{"do", Phrase("action.redact-item", {{"item", item}})}}});
    }
  });
}

void Store::mend_clock(std::string_view because, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    store::mend_clock(connection, because, clock);
    change.commit();
  });
}

void Store::withdraw_cover(std::int64_t number, std::string_view because, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    Query cover = connection.query(
        "SELECT entry, row FROM cover ORDER BY entry, row LIMIT 1 OFFSET ?", number - 1);
    if (number < 1 || !cover.next()) {
      throw Error(ErrorKind::kNotFound,
                  {"store.no-declaration", {{"number", std::to_string(number)}}},
                  {"store.no-declaration.hint", {{"do", Phrase("action.list-declarations")}}});
    }
    const std::int64_t entry_of = cover.integer(0);
    const std::int64_t row_of = cover.integer(1);
    if (connection
            .query("SELECT 1 FROM cover_withdrawal WHERE cover_entry = ? AND cover_row = ?",
                   entry_of, row_of)
            .next()) {
      throw Error(ErrorKind::kConflict,
                  {"store.withdrawn-already", {{"number", std::to_string(number)}}});
    }
    Record record;
    record.head = {&kCoverWithdrawal,
                   {store::number(entry_of), store::number(row_of), said(because)}};
    store_alone(connection, change, {&record, 1}, "withdraw-cover", clock);
  });
}

void Store::retire(const std::string& scenario, bool retired, std::string_view because,
                   const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const auto known = number_of(connection, kScenario, scenario);
    if (!known) throw_unknown(connection, kScenario, scenario, "store.by-retirement");
    Query last = connection.query(
        "SELECT change, retired FROM retirement WHERE scenario = ? ORDER BY change DESC LIMIT 1",
        *known);
    const bool any = last.next();
    const std::int64_t changes = any ? last.integer(0) : 0;
    if ((any && last.flag(1)) == retired) {
      throw Error(ErrorKind::kConflict, {retired ? "store.retired-already" : "store.not-retired",
                                         {{"scenario", scenario}}});
    }
    Record record;
    record.head = {&kRetirement,
                   {number(*known), number(changes + 1), flag(retired), said(because)}};
    store_alone(connection, change, {&record, 1}, retired ? "retire" : "unretire", clock);
  });
}

void Store::cover(const std::string& indicator, const CoverageSpan& span, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const auto known = number_of(connection, kIndicator, indicator);
    if (!known) throw_unknown(connection, kIndicator, indicator, "store.by-coverage");
    Record record;
    record.head = {
        &kCover,
        {number(*known), at(span.from), at(span.to), real(span.level), in_either(span.because)}};
    store_alone(connection, change, {&record, 1}, "cover", clock);
  });
}

bool Store::resolve(const Resolution& resolution, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const auto record =
        record_of(connection, resolution, clock.after_waiting().now, Repeats::kLast);
    if (record)
      store_alone(connection, change, {&*record, 1}, resolution.outcome ? "resolve" : "unresolve",
                  clock);
    return record.has_value();
  });
}

int Store::forecast(std::span<const Forecast> forecasts, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const Instant now = clock.after_waiting().now;
    std::optional<Entry> entry;
    int added = 0;
    for (const Forecast& forecast : forecasts) {
      const auto record = record_of(connection, forecast, now, Repeats::kLast);
      if (!record) continue;
      if (!entry) entry.emplace(connection, "forecast", clock);
      entry->add(*record);
      ++added;
    }
    if (entry) {
      entry->seal();
      change.commit();
    }
    return added;
  });
}

int Store::unseal(std::string_view scenario, std::string_view by, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const std::vector<Record> records = unsealing(connection, scenario, by);
    if (!records.empty()) store_alone(connection, change, records, "unseal", clock);
    return static_cast<int>(records.size());
  });
}

bool Store::judge(const ItemVerdict& verdict, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const auto record = record_of(connection, verdict, Repeats::kLast);
    if (record) store_alone(connection, change, {&*record, 1}, "verdict", clock);
    return record.has_value();
  });
}

namespace {

class StoredImport final : public Store::Import {
 public:
  StoredImport(std::shared_ptr<Connection> connection, const Clock& clock)
      : connection_(std::move(connection)),
        change_(*connection_),
        recording_(*connection_, "import", clock) {}

  Added add(const Item& item) override {
    return in_plain_words(connection_->path(), [&] {
      if (broken_) throw_broken();
      try {
        return recording_.add(item);
      } catch (const Refused&) {
        broken_ = true;  // the item may be there by half: the whole import is rolled back
        throw;
      }
    });
  }

  [[nodiscard]] std::optional<ItemId> find_item(std::string_view id_at_source) override {
    return in_plain_words(connection_->path(),
                          [&] { return recording_.identities().named(id_at_source); });
  }
  bool add(const Resolution& resolution) override {
    return add_record(
        [&] { return record_of(*connection_, resolution, recording_.recorded(), Repeats::kAny); });
  }
  bool add(const Forecast& forecast) override {
    return add_record(
        [&] { return record_of(*connection_, forecast, recording_.recorded(), Repeats::kAny); });
  }
  bool add(const ItemVerdict& verdict) override {
    return add_record([&] { return record_of(*connection_, verdict, Repeats::kAny); });
  }

  void commit() override {
    in_plain_words(connection_->path(), [&] {
      if (broken_) throw_broken();
      recording_.seal();
      if (recording_.changed()) change_.commit();
    });
  }

 private:
  template <class Make>
  bool add_record(const Make& make) {
    return in_plain_words(connection_->path(), [&] {
      if (broken_) throw_broken();
      const std::optional<Record> record = make();
      if (record) {
        broken_ = true;  // unless it gets there whole
        recording_.add(*record);
        broken_ = false;
      }
      return record.has_value();
    });
  }
  [[noreturn]] void throw_broken() const {
    throw Error(ErrorKind::kStore,
                {"store.import-broken", {{"store", connection_->path().string()}}});
  }

  std::shared_ptr<Connection> connection_;
  WriteTransaction change_;
  Recording recording_;
  bool broken_ = false;
};

}  // namespace

std::unique_ptr<Store::Import> Store::import(const Clock& clock) {
  return in_plain_words(state_->path, [&]() -> std::unique_ptr<Import> {
    state_->for_changes();
    return std::make_unique<StoredImport>(state_->connection, clock);
  });
}

bool Store::save(Round& round, std::int64_t seen, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    if (last_entry(connection) != seen) return false;
    Round numbered = round;
    store_round(connection, numbered, clock);
    change.commit();
    round = std::move(numbered);
    return true;
  });
}

bool Store::begin_attempt(const Attempt& attempt, const Clock& clock) {
  return in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    const bool begun = store::begin_attempt(connection, attempt, clock);
    if (begun) change.commit();
    return begun;
  });
}

void Store::end_attempt(const Attempt& attempt, const Clock& clock) {
  in_plain_words(state_->path, [&] {
    Connection& connection = state_->for_changes();
    WriteTransaction change(connection);
    store::end_attempt(connection, attempt, clock);
    change.commit();
  });
}

Verification Store::verify_last(std::int64_t entries) const {
  return in_plain_words(state_->path,
                        [&] { return store::verify_last(*state_->for_reading(), entries); });
}

Verification Store::verify(const std::optional<Digest>& head) const {
  try {
    return verify_store(*state_->for_reading(), head);
  } catch (const Refused& refused) {
    if (refused.why() != Refusal::kCorrupt) throw_as_error(state_->path, refused);
    // Nobody else says where.
    throw_damaged(state_->path, Phrase::verbatim(refused.what()), restore_it());
  }
}

void Store::backup(const std::filesystem::path& target) const {
  const auto connection = open_store(state_->path, Mode::kRead);
  connection->run("PRAGMA query_only = OFF");  // which would keep from writing any file
  // Nobody may read the copy who may not read the store.
  const auto of_store = std::filesystem::status(state_->path).permissions();
  const unsigned mode =
      mode_in(std::filesystem::absolute(target).parent_path()) & static_cast<unsigned>(of_store);
  make_new_file(target, mode, [&](const std::filesystem::path& unnamed) {
    connection->query("VACUUM INTO ?", unnamed.string()).run();
  });
}

}  // namespace signpost::store
