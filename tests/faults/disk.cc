// What the program does to a folder: written down, or failed. Every call goes to the system itself,
// so nothing of the C library is needed to find it.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>  // renameat2
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include "tests/faults/faults.h"
#include "tests/faults/journal.h"

namespace signpost::faults {
namespace {

constexpr int kMostFiles = 256;  // that are open at once
constexpr int kOutOfTheWay = 900;

bool is_at_work = false;
char folder[PATH_MAX];
std::size_t folder_length = 0;
long journal = -1;
std::atomic<long> calls{0};
Order fault;

struct Tracked {
  bool is_folder;
  ino_t inode;
  char name[256];  // of a folder
};
Tracked files[kMostFiles];
std::atomic<bool> tracked[kMostFiles];

/// A path inside the folder, relative to it; null where it lies elsewhere.
const char* inside(const char* path) {
  if (std::strncmp(path, folder, folder_length) != 0) return nullptr;
  const char* rest = path + folder_length;
  if (*rest == '/') return rest + 1;
  return *rest == '\0' ? rest : nullptr;
}

struct Name {
  char absolute[PATH_MAX + 1];
  const char* relative = nullptr;

  explicit Name(const char* path) {
    absolute[0] = '\0';
    if (!is_at_work) return;
    std::size_t at = 0;
    if (path[0] != '/') {
      if (syscall(SYS_getcwd, absolute, PATH_MAX) < 0) return;
      at = std::strlen(absolute);
      absolute[at++] = '/';
      while (path[0] == '.' && path[1] == '/') path += 2;
    }
    std::strncpy(absolute + at, path, PATH_MAX - at);
    relative = inside(absolute);
  }
};

void note(const Header& about, const char* name = "", const char* other = "",
          const void* bytes = nullptr) {
  if (journal < 0) return;
  Header header = about;
  header.name = static_cast<std::uint32_t>(std::strlen(name));
  header.other = static_cast<std::uint32_t>(std::strlen(other));
  iovec parts[] = {{&header, sizeof header},
                   {const_cast<char*>(name), header.name},
                   {const_cast<char*>(other), header.other},
                   {const_cast<void*>(bytes), header.length}};
  (void)!syscall(SYS_writev, journal, parts, 4);
}

/// Counts a call that changes the folder; true where it is to fail, with errno set.
bool fails() {
  const long call = ++calls;
  const auto [first, reason, none, nothing] = fault.numbers;
  if (first == 0 || call < first || (call > first && !fault.on)) return false;
  errno = static_cast<int>(reason);
  return true;
}

Tracked* file_of(int descriptor) {
  const bool known = descriptor >= 0 && descriptor < kMostFiles && tracked[descriptor];
  return known ? &files[descriptor] : nullptr;
}

void track(int descriptor, const char* relative) {
  struct stat about {};
  if (descriptor >= kMostFiles || fstat(descriptor, &about) != 0) return;
  Tracked& file = files[descriptor];
  file.is_folder = S_ISDIR(about.st_mode);
  file.inode = about.st_ino;
  file.name[0] = '\0';
  std::strncat(file.name, relative, sizeof file.name - 1);
  tracked[descriptor] = true;
}

int open_file(const char* path, int flags, mode_t mode) {
  const Name name(path);
  if (name.relative == nullptr) {
    return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  }
  struct stat before {};
  const bool creates = (flags & O_CREAT) != 0 && ::stat(path, &before) != 0;
  const bool empties = !creates && (flags & O_TRUNC) != 0;
  if ((creates || empties) && fails()) return -1;
  const int file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  if (file < 0) return file;
  track(file, name.relative);
  Header header;
  header.inode = files[file].inode;
  header.kind = creates ? Kind::kCreate : Kind::kTruncate;
  if (creates || empties) note(header, name.relative);
  return file;
}

int make_temporary(char* pattern, int flags) {
  constexpr char kLetters[] = "abcdefghijklmnopqrstuvwxyz012345";
  char* end = pattern + std::strlen(pattern) - 6;
  for (int attempt = 0; attempt < 100; ++attempt) {
    unsigned char random[6];
    (void)!syscall(SYS_getrandom, random, sizeof random, 0);
    for (int i = 0; i < 6; ++i) end[i] = kLetters[random[i] % 32];
    const int file = open_file(pattern, O_RDWR | O_CREAT | O_EXCL | flags, 0600);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

ssize_t note_write(const Tracked& file, ssize_t count, off_t offset, const void* bytes) {
  if (count <= 0) return count;
  Header header;
  header.kind = Kind::kWrite;
  header.inode = file.inode;
  header.offset = static_cast<std::uint64_t>(offset);
  header.length = static_cast<std::uint64_t>(count);
  note(header, "", "", bytes);
  return count;
}

ssize_t write_at(int descriptor, const void* bytes, std::size_t size, off_t offset) {
  const Tracked* file = file_of(descriptor);
  if (file != nullptr && fails()) return -1;
  const ssize_t count = syscall(SYS_pwrite64, descriptor, bytes, size, offset);
  return file == nullptr ? count : note_write(*file, count, offset, bytes);
}

int set_length(int descriptor, off_t length) {
  const Tracked* file = file_of(descriptor);
  if (file != nullptr && fails()) return -1;
  const int result = static_cast<int>(syscall(SYS_ftruncate, descriptor, length));
  if (file == nullptr || result != 0) return result;
  Header header;
  header.kind = Kind::kTruncate;
  header.inode = file->inode;
  header.offset = static_cast<std::uint64_t>(length);
  note(header);
  return result;
}

int flush(int descriptor, long call) {
  const Tracked* file = file_of(descriptor);
  if (file != nullptr && fails()) return -1;
  const int result = static_cast<int>(syscall(call, descriptor));
  if (file == nullptr || result != 0) return result;
  Header header;
  header.kind = file->is_folder ? Kind::kSyncFolder : Kind::kSync;
  header.inode = file->inode;
  note(header, file->is_folder ? file->name : "");
  return result;
}

/// A call that changes entries of folders.
template <class Call>
int change_entries(Kind kind, const char* one, const char* two, const Call& call) {
  const Name name(one);
  const Name other(two);
  const bool concerns = name.relative != nullptr || (*two != '\0' && other.relative != nullptr);
  if (concerns && kind != Kind::kRemove && fails()) return -1;
  const int result = static_cast<int>(call());
  if (!concerns || result != 0) return result;
  Header header;
  header.kind = kind;
  note(header, name.relative == nullptr ? "" : name.relative, *two == '\0' ? "" : other.relative);
  return result;
}

int remove_entry(const char* path) {
  return change_entries(Kind::kRemove, path, "",
                        [&] { return syscall(SYS_unlinkat, AT_FDCWD, path, 0); });
}

}  // namespace

void begin_disk() {
  const char* named = std::getenv("SIGNPOST_FAULTS_FOLDER");
  if (named == nullptr) return;
  std::strncpy(folder, named, PATH_MAX - 1);
  folder_length = std::strlen(folder);
  fault = order_in("SIGNPOST_FAULTS_DISK");
  if (const char* file = std::getenv("SIGNPOST_FAULTS_JOURNAL")) {
    const long open = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    journal = syscall(SYS_fcntl, open, F_DUPFD_CLOEXEC, kOutOfTheWay);
    if (journal < 0) abort();
    syscall(SYS_close, open);
  }
  is_at_work = true;
}

long calls_of_disk() { return calls; }

}  // namespace signpost::faults

using namespace signpost::faults;  // NOLINT(google-build-using-namespace)

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return open_file(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = va_arg(arguments, mode_t);
  va_end(arguments);
  return open_file(path, flags, mode);
}
int creat(const char* path, mode_t mode) {
  return open_file(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
int mkostemp(char* pattern, int flags) { return make_temporary(pattern, flags); }
int mkostemp64(char* pattern, int flags) { return make_temporary(pattern, flags); }
int mkstemp(char* pattern) { return make_temporary(pattern, 0); }

int close(int descriptor) {
  if (descriptor >= 0 && descriptor < kMostFiles) tracked[descriptor] = false;
  return static_cast<int>(syscall(SYS_close, descriptor));
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  const Tracked* file = file_of(descriptor);
  if (file != nullptr && fails()) return -1;
  const ssize_t count = syscall(SYS_write, descriptor, bytes, size);
  if (is_at_work && descriptor == STDOUT_FILENO && count > 0) note({});
  if (file == nullptr || count <= 0) return count;
  return note_write(*file, count, lseek(descriptor, 0, SEEK_CUR) - count, bytes);
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  return write_at(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  return write_at(descriptor, bytes, size, offset);
}
int ftruncate(int descriptor, off_t length) noexcept { return set_length(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) noexcept { return set_length(descriptor, length); }
int fsync(int descriptor) { return flush(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return flush(descriptor, SYS_fdatasync); }

int rename(const char* from, const char* to) noexcept {
  return change_entries(Kind::kRename, from, to,
                        [&] { return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0); });
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  return change_entries(Kind::kRename, from, to, [&] {
    return syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
  });
}
int link(const char* from, const char* to) noexcept {
  return change_entries(Kind::kLink, from, to,
                        [&] { return syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0); });
}
int unlink(const char* path) noexcept { return remove_entry(path); }
int remove(const char* path) noexcept {
  struct stat about {};
  const bool is_folder = lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
  if (!is_folder) return remove_entry(path);
  return static_cast<int>(syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}
/// Who asks how much room there is on a full disk is told: none.
int statvfs(const char* path, struct statvfs* about) noexcept {
  using Ask = int (*)(const char*, struct statvfs*);
  const auto ask = reinterpret_cast<Ask>(dlsym(RTLD_NEXT, "statvfs"));
  const int result = ask(path, about);
  const bool full = fault.on && fault.numbers[1] == ENOSPC && calls >= fault.numbers[0];
  if (result == 0 && full) about->f_bavail = 0;
  return result;
}
int mkdir(const char* path, mode_t mode) noexcept {
  return change_entries(Kind::kMakeFolder, path, "",
                        [&] { return syscall(SYS_mkdirat, AT_FDCWD, path, mode); });
}
}
