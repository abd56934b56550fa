#include "hub/keys/passphrase.hpp"

#include "core/base/c_handle.hpp"
#include "core/base/file.hpp"

#include <sys/random.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace mingshi::hub {
namespace {

constexpr std::size_t longest_file{std::size_t{64} * 1024};
constexpr std::size_t longest_line{4096};

/// Silences the terminal while it lives.
class NoEcho {
 public:
  explicit NoEcho(int terminal) : terminal_{terminal} {
    silenced_ = ::tcgetattr(terminal_, &before_) == 0;
    if (!silenced_) return;
    auto silent{before_};
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silenced_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  NoEcho(NoEcho const&) = delete;
  NoEcho& operator=(NoEcho const&) = delete;
  NoEcho(NoEcho&&) = delete;
  NoEcho& operator=(NoEcho&&) = delete;
  ~NoEcho() {
    if (silenced_) static_cast<void>(::tcsetattr(terminal_, TCSAFLUSH, &before_));
  }
  [[nodiscard]] bool silenced() const { return silenced_; }

 private:
  int terminal_;
  bool silenced_{false};
  termios before_{};
};

}  // namespace

Result<std::vector<std::string>> read_passphrases(std::filesystem::path const& file) {
  struct stat info{};
  if (::stat(file.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorCode::invalid_input,
                "口令文件 " + file.string() + " 别人也能读，请先执行 chmod 600");
  auto text{read_file(file, longest_file)};
  if (!text && text.error().code() == ErrorCode::not_found)
    return fail(ErrorCode::not_found, "没有这个口令文件：" + file.string());
  if (!text) return std::unexpected{text.error()};
  std::vector<std::string> lines;
  for (std::string_view rest{*text}; !rest.empty();) {
    auto const end{std::min(rest.find('\n'), rest.size())};
    auto line{rest.substr(0, end)};
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.emplace_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (lines.empty())
    return fail(ErrorCode::invalid_input, "口令文件 " + file.string() + " 里没有口令");
  return lines;
}

Result<std::string> ask_at_terminal(std::string const& prompt) {
  CHandle<std::FILE, &std::fclose> const terminal{std::fopen("/dev/tty", "r+e")};
  if (!terminal)
    return fail(ErrorCode::denied,
                "没有终端可以输入口令，请用 --passphrase-file 或环境变量 MINGSHI_PASSPHRASE");
  std::fputs(prompt.c_str(), terminal.get());
  std::fflush(terminal.get());
  NoEcho const silent{::fileno(terminal.get())};
  if (!silent.silenced()) return fail(ErrorCode::io, "the terminal cannot be silenced", errno);
  std::array<char, longest_line> line{};
  bool const read{std::fgets(line.data(), static_cast<int>(line.size()), terminal.get()) !=
                  nullptr};
  std::fputs("\n", terminal.get());
  if (!read) return fail(ErrorCode::cancelled, "没有输入口令，已取消");
  std::string text{line.data()};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

Result<std::string> make_passphrase() {
  // 32 characters: a byte gives one without bias.
  constexpr std::string_view alphabet{"abcdefghijkmnpqrstuvwxyz23456789"};
  static_assert(alphabet.size() == 32);
  std::array<unsigned char, 32> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    return fail(ErrorCode::io, "no randomness for a passphrase", errno);
  std::string text;
  for (auto const byte : random) text += alphabet[byte % alphabet.size()];
  return text;
}

}  // namespace mingshi::hub
