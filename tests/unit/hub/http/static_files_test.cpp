#include "hub/http/static_files.hpp"

#include "catch2/catch_test_macros.hpp"
#include "catch2/generators/catch_generators.hpp"
#include "core/base/file.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace mingshi::hub::http {
namespace {

using tests::TempFolder;

Lifetime lifetime(std::string_view path) {
  return path.starts_with("o/") ? Lifetime::immutable : Lifetime::replaced;
}

std::string header(Response const& response, std::string_view name) {
  auto const found{std::ranges::find(response.headers, name, &Header::name)};
  return found == response.headers.end() ? "" : found->value;
}

std::string body(Response const& response) {
  auto const* const part{std::get_if<FilePart>(&response.body)};
  if (part == nullptr) return std::get<std::string>(response.body);
  std::string bytes(part->length, '\0');
  auto const n{
      ::pread(part->file.get(), bytes.data(), bytes.size(), static_cast<off_t>(part->offset))};
  return n == static_cast<ssize_t>(bytes.size()) ? bytes : "(short)";
}

Request get(std::string path) {
  Request request;
  request.path = std::move(path);
  return request;
}

/// root/{a.json, o/ab/object, .hidden, pipe, link → ../secret, out → ..} and a secret beside the
/// root.
struct Site {
  TempFolder dir;
  StaticFiles files;

  Site() : files{build()} {}
  StaticFiles build() {
    REQUIRE(make_folders(dir / "root/o/ab"));
    REQUIRE(write_file(dir / "root/a.json", "{\"a\":1}"));
    REQUIRE(write_file(dir / "root/o/ab/object", "0123456789"));
    REQUIRE(write_file(dir / "root/.hidden", "hidden"));
    REQUIRE(write_file(dir / "secret", "secret"));
    REQUIRE(::mkfifo((dir / "root/pipe").c_str(), 0600) == 0);
    std::filesystem::create_symlink("../secret", dir / "root/link");
    std::filesystem::create_directory_symlink("..", dir / "root/out");
    auto opened{StaticFiles::open(dir / "root", lifetime)};
    REQUIRE(opened);
    return *std::move(opened);
  }
};

TEST_CASE("static files: a file comes with type, tag and length", "[http]") {
  Site const site;
  auto const response{site.files(get("/a.json"))};
  CHECK(response.status == 200);
  CHECK(body(response) == "{\"a\":1}");
  CHECK(header(response, "Content-Type") == "application/json");
  CHECK(header(response, "Cache-Control") == "no-cache");
  CHECK(header(response, "Accept-Ranges") == "bytes");
  CHECK_FALSE(header(response, "ETag").empty());
}

TEST_CASE("static files: an object is tagged by its name and cached for ever", "[http]") {
  Site const site;
  auto const response{site.files(get("/o/ab/object"))};
  CHECK(response.status == 200);
  CHECK(header(response, "ETag") == "\"object\"");
  CHECK(header(response, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(header(response, "Content-Type") == "application/octet-stream");
}

TEST_CASE("static files: a replaced file has another tag, the same one has not", "[http]") {
  Site const site;
  auto const before{header(site.files(get("/a.json")), "ETag")};
  CHECK(header(site.files(get("/a.json")), "ETag") == before);
  REQUIRE(write_file(site.dir / "root/a.json", "{\"a\":2}"));
  CHECK(header(site.files(get("/a.json")), "ETag") != before);
}

TEST_CASE("static files: 304, 206 and 416 say what the client must know", "[http]") {
  Site const site;
  auto request{get("/o/ab/object")};
  request.if_none_match = "\"object\"";
  auto const known{site.files(request)};
  CHECK(known.status == 304);
  CHECK(header(known, "ETag") == "\"object\"");
  CHECK(body(known).empty());
  request.if_none_match.clear();
  request.range = "bytes=3-5";
  auto const part{site.files(request)};
  CHECK(part.status == 206);
  CHECK(header(part, "Content-Range") == "bytes 3-5/10");
  CHECK(body(part) == "345");
  request.range = "bytes=10-";
  auto const behind{site.files(request)};
  CHECK(behind.status == 416);
  CHECK(header(behind, "Content-Range") == "bytes */10");
  CHECK(body(behind).empty());
}

TEST_CASE("static files: no path leads out, to a folder, a link, a pipe or a hidden file",
          "[http][errors]") {
  Site const site;
  std::string const path{GENERATE(
      std::string{"/../secret"}, std::string{"/o/../../secret"}, std::string{"/./a.json"},
      std::string{"/%2e%2e/secret"}, std::string{"/%2E%2E%2Fsecret"}, std::string{"/a.json%00"},
      std::string{"/a.json\0x", 9}, std::string{"/..\\secret"}, std::string{"/o\\ab"},
      std::string{"//a.json"}, std::string{"/o//ab/object"}, std::string{"/a.json/"},
      std::string{"/"}, std::string{""}, std::string{"a.json"}, std::string{"/o"},
      std::string{"/o/ab/"}, std::string{"/.hidden"}, std::string{"/link"}, std::string{"/pipe"},
      std::string{"/out/secret"}, std::string{"/out/root/a.json"}, std::string{"/a.json/x"},
      std::string{"/none"}, std::string{"/A.JSON"}, std::string{"/~root"}, std::string{"/a.jsön"},
      std::string{"/a/a/a/a/a/a/a/a/a/a"}, "/" + std::string(5000, 'a'))};
  CAPTURE(path);
  auto const response{site.files(get(path))};
  CHECK(response.status == 404);
  CHECK(body(response) == "not found\n");
}

TEST_CASE("static files: a root that is not there or no folder is not_found", "[http][errors]") {
  Site const site;
  std::string const root{GENERATE("none", "secret")};
  auto const opened{StaticFiles::open(site.dir / root, lifetime)};
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code() == ErrorCode::not_found);
}

}  // namespace
}  // namespace mingshi::hub::http
