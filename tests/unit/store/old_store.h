// Stores as older programs left them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/store/connection.h"
#include "engine/store/schema.h"
#include "tests/english.h"
#include "tests/unit/store/world.h"

namespace signpost::store::testing {

/// The store of version_1.sql, also as a program of version 2 left it; or that of version_3.sql, and
/// so on up to version_7.sql.
struct OldStore {
  explicit OldStore(int version) : path(folder / "old.db") {
    Connection connection(path, Mode::kCreate);
    const int written = version < 3 ? 1 : version;
    connection.define("folded", [](std::string_view text) { return folded(text); });
    const auto make = [&](int from, int to) {
      for (int file = from; file < to; ++file) {
        connection.run(schema_files()[static_cast<std::size_t>(file)].text.data());
      }
    };
    make(0, written);
    connection.run(
        bytes_of(SIGNPOST_TESTS_DIR "/unit/store/version_" + std::to_string(written) + ".sql")
            .c_str());
    make(written, version);
    connection.run("PRAGMA application_id = 0x53474E50");
    connection.run(("PRAGMA user_version = " + std::to_string(version)).c_str());
  }
  [[nodiscard]] Store open(Store::Access access = Store::Access::kRead) const {
    return Store::open(path, access);
  }
  /// Upgraded first.
  [[nodiscard]] std::vector<std::string> problems_after(const std::string& sql) const {
    const Store store = open();
    tamper(path, sql);
    return english(store.verify(std::nullopt).problems);
  }
  [[nodiscard]] std::filesystem::path copy(int number = 1) const {
    return path.string() + ".before-upgrade-" + std::to_string(number);
  }
  Folder folder;
  std::filesystem::path path;
};

inline const std::string kHeadOfVersion1 =
    "f45dcb676e8ff11e9bcbc3725c2c76d1c672e911203c2c45a28498af2a41fe76";
inline const std::string kHeadOfVersion3 =
    "d54f57810fc0110e195d37e28ae99bfa9028feb954292c3fec5500370642a907";
inline const std::string kHeadOfVersion4 =
    "0319318105bb503f1c3698bf8ab6c380a551df0e0ee7183a6ea8bf2e74306444";
inline const std::string kHeadOfVersion5 =
    "aeda1c2a756bb8b9073f599fc0cffd9a5614592394c7997843cac3f0fc47cd5a";
inline const std::string kHeadOfVersion6 =
    "45037a525ddc97dc38158bfd10bfd7ed0cf913c895ee477fe4582fe1ecc72a20";
inline const std::string kHeadOfVersion7 =
    "a1ea9267997c6221ba25413730314905e3a75bb92bd3839e56a17a61d20f05bb";
inline std::string head_of(int version) {
  return version < 3   ? kHeadOfVersion1
         : version < 4 ? kHeadOfVersion3
         : version < 5 ? kHeadOfVersion4
         : version < 6 ? kHeadOfVersion5
         : version < 7 ? kHeadOfVersion6
                       : kHeadOfVersion7;
}

/// What the second load of the store of version 1 said, as it is understood now; and with margins,
/// as the second load of that of version 3 said.
inline Definitions latest() {
  Definitions all = definitions();
  all.scenarios[0].prior = Probability(0.5);
  all.indicators[0].seasons[0].factor = 1.7;
  return all;
}
inline Definitions with_every_margin(Definitions all) {
  all.indicators[0].seasons[0].within = 1.1;
  all.scenarios[0].prior_within = 3;
  all.scenarios[0].expects[0].within = 1.15;
  all.scenarios[0].expects[1].ratio_within = 1;
  return all;
}

}  // namespace signpost::store::testing
