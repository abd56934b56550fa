#include "hub/cli/options.hpp"
#include "hub/cli/repo_command.hpp"
#include "hub/keys/passphrase.hpp"
#include "hub/s3/upload.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace mingshi::hub::repo {
namespace {

struct Credentials {
  std::string access_key, secret_key;
};

std::string variable(char const* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread, and nobody changes the environment
  auto const* const value{std::getenv(name)};
  return value == nullptr ? std::string{} : value;
}

/// Two lines of a file that is its owner's alone, else the environment: never the command line,
/// which every process of the machine can read.
Result<Credentials> credentials_from(Options const& options) {
  if (!options.has("--credentials")) {
    Credentials found{variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY")};
    if (!found.access_key.empty() && !found.secret_key.empty()) return found;
    return fail(
        ErrorCode::invalid_input,
        "缺少存储服务的密钥：用 --credentials 文件（两行：访问密钥、私有密钥），或者环境变量 "
        "AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY");
  }
  auto const lines{MS_TRY(read_passphrases(options.get("--credentials")))};
  if (lines.size() != 2)
    return fail(ErrorCode::invalid_input,
                options.get("--credentials") + " 应当正好有两行：访问密钥、私有密钥");
  return Credentials{lines[0], lines[1]};
}

}  // namespace

Exit upload(std::vector<std::string> const& arguments, Instant, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--hub"},
                                    {.name = "--s3"},
                                    {.name = "--region"},
                                    {.name = "--credentials"},
                                    {.name = "--virtual-host", .kind = OptionSpec::Kind::flag}},
                                   0)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub") || !options->has("--s3"))
    return misuse(output, "repo", "--hub and --s3 are needed");
  auto place{s3::parse_place(options->get("--s3"))};
  if (!place) return failed(output, place.error().detail());
  auto const credentials{credentials_from(*options)};
  if (!credentials) return failed(output, credentials.error().detail());
  place->access_key = credentials->access_key;
  place->secret_key = credentials->secret_key;
  if (options->has("--region")) place->region = options->get("--region");
  if (options->has("--virtual-host")) place->addressing = s3::Addressing::virtual_host;
  auto bucket{s3::Bucket::open(*std::move(place))};
  if (!bucket) return failed(output, bucket.error().detail());
  auto const done{s3::upload(std::filesystem::path{options->get("--hub")} / "repo", *bucket)};
  if (!done)
    return failed(output, "没有传完，存储服务上仍是上一次发布的内容；再执行一次会接着传：" +
                              done.error().detail());
  output.out += fmt::format("sent\t{}\nbytes\t{}\nkept\t{}\nremoved\t{}\n", done->sent, done->bytes,
                            done->kept, done->removed);
  return Exit::ok;
}

}  // namespace mingshi::hub::repo
