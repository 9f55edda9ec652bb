// The program `signpost`.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <iostream>
#include <new>
#include <streambuf>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/system_reason.h"
#include "engine/cli/environment.h"
#include "engine/cli/program.h"

namespace {

namespace cli = signpost::cli;

/// Writes to a descriptor and remembers why it could not: a full disk behind `> file` must not pass
/// for an answer given.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {
    setp(bytes_.data(), bytes_.data() + bytes_.size());
  }
  /// errno of the first write that failed; 0 = none.
  [[nodiscard]] int failure() const { return failure_; }

 protected:
  int_type overflow(int_type next) override {
    if (!write_out()) return traits_type::eof();
    if (!traits_type::eq_int_type(next, traits_type::eof())) sputc(traits_type::to_char_type(next));
    return traits_type::not_eof(next);
  }
  int sync() override { return write_out() ? 0 : -1; }

 private:
  bool write_out() {
    const char* at = pbase();
    while (at < pptr() && failure_ == 0) {
      const ssize_t written = write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        failure_ = errno;
      }
    }
    setp(bytes_.data(), bytes_.data() + bytes_.size());
    return failure_ == 0;
  }

  int descriptor_;
  int failure_ = 0;
  std::array<char, 65536> bytes_{};
};

/// Reads from a descriptor. What cannot be read (a folder, a broken disk) is an Error, and no end
/// of the text: std::cin would take it for that.
class DescriptorSource : public std::streambuf {
 public:
  explicit DescriptorSource(int descriptor) : descriptor_(descriptor) {}

 protected:
  int_type underflow() override {
    ssize_t count = 0;
    do {
      count = read(descriptor_, bytes_.data(), bytes_.size());
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
      throw signpost::Error(signpost::ErrorKind::kInvalid,
                            {"cli.stdin-unreadable", {{"why", signpost::reason_in_words(errno)}}});
    }
    if (count == 0) return traits_type::eof();
    setg(bytes_.data(), bytes_.data(), bytes_.data() + count);
    return traits_type::to_int_type(bytes_.front());
  }

 private:
  int descriptor_;
  std::array<char, 65536> bytes_{};
};

/// A stream that is closed lends its number to the next file that is opened, which would then take
/// what is printed. (SQLite keeps its own files off these numbers; nothing else does.) The null
/// device takes its place. To be called before any file is opened.
void open_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest number that is free is this one's.
    if (open("/dev/null", O_RDWR) != stream) _exit(cli::kStore);
  }
}

/// Runs the command line. An answer that cannot be written is told and fails, whatever the command
/// says of itself.
int run(const std::vector<std::string>& arguments, const cli::Environment& environment,
        const DescriptorBuffer& out) {
  const int code = cli::run(arguments, environment);
  environment.out.flush();
  if (out.failure() == 0 || out.failure() == EPIPE) return code;
  const cli::LanguageWanted wanted = cli::language_wanted(arguments, environment);
  cli::print_error(environment.err, {}, signpost::report::Speech(wanted.language),
                   {"cli.stdout-unwritable", {{"why", signpost::reason_in_words(out.failure())}}},
                   "cli.stdout-unwritable.hint");
  return code == cli::kDone ? cli::kStore : code;
}

}  // namespace

int main(int argc, char** argv) {
  open_closed_streams();
  // A reader that leaves early (`| head`) must not end the program between a change and its word
  // about it: the write fails instead, quietly, and the command's own exit code stands.
  std::signal(SIGPIPE, SIG_IGN);
  DescriptorBuffer out_bytes(STDOUT_FILENO);
  std::ostream out(&out_bytes);
  DescriptorSource in_bytes(STDIN_FILENO);
  std::istream in(&in_bytes);
  std::cerr.tie(&out);  // what was answered stands before what is said about it
  int code = cli::kDone;
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    code = run(arguments, cli::environment_of_process(in, out, std::cerr), out_bytes);
  } catch (const std::bad_alloc&) {
    code = cli::out_of_memory(std::cerr, signpost::Language::kEnglish);
  }
  std::cerr.tie(nullptr);  // it outlives `out`
  return code;
}
