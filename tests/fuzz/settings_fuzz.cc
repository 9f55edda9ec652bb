// Any bytes as a settings file: no crash, every mistake can be shown, and what is read without an
// error can be run.
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/intake/settings.h"
#include "tests/fuzz/demand.h"

using namespace signpost;
using fuzz::demand;

namespace {

void check(const Notifier& notifier) {
  using namespace std::chrono_literals;
  demand(!notifier.id.empty() && notifier.command.empty() != notifier.file.empty());
  for (const std::string& part : notifier.command) demand(!part.empty());
  demand(notifier.file.empty() || notifier.file.is_absolute());
  demand(notifier.timeout >= 1s && notifier.timeout <= 1h);
  demand(notifier.retry >= 1s && notifier.retry <= 24h);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int kFile = memfd_create("settings", MFD_CLOEXEC);
  demand(kFile >= 0 && ftruncate(kFile, 0) == 0);
  demand(pwrite(kFile, data, size, 0) == static_cast<ssize_t>(size));
  const intake::SettingsRead read = intake::read_settings("/proc/self/fd/" + std::to_string(kFile));
  for (const Diagnostic& diagnostic : read.diagnostics) {
    demand(!diagnostic.message.empty() && diagnostic.width >= 1);
    demand(!first_bad_utf8(render(diagnostic)));
  }
  if (has_errors(read.diagnostics)) return 0;
  for (const Notifier& notifier : read.settings.notifiers) check(notifier);
  demand(read.settings.log.rotate_at >= 1000 && read.settings.log.keep >= 0);
  return 0;
}
