#include "catch2/catch_test_macros.hpp"
#include "core/base/assets.hpp"
#include "hub/cli/command.hpp"
#include "hub/publish/publish.hpp"
#include "hub/records/records.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <string>
#include <vector>

namespace mingshi::hub {
namespace {

using tests::TempFolder;
using namespace std::chrono_literals;

constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

/// A decision whose party is a minor: it is in the hub and may never leave it.
domain::Record decision_on_a_minor() {
  return {.type = "penalty",
          .fields = {{"document_no", std::string{"明劳监罚〔2026〕99号"}},
                     {"case_name", std::string{"示例案"}},
                     {"party_name", std::string{"示例人"}},
                     {"party_kind", std::string{"未成年人"}},
                     {"decision_date", Day{2026y / 11 / 19}}}};
}

void put(std::filesystem::path const& hub, domain::Record record) {
  auto const assets{find_assets(MS_SOURCE_DIR "/assets")};
  REQUIRE(assets);
  auto const data{read_product_data(*assets)};
  REQUIRE(data);
  auto records{Records::open(hub)};
  REQUIRE(records);
  REQUIRE(records->put(data->catalogue, {{std::move(record), "test", 0}}, monday));
}

Output publish_with(TempFolder const& hub, std::vector<std::string> more) {
  std::vector<std::string> arguments{"publish",
                                     "--hub",
                                     hub.path().string(),
                                     "--assets",
                                     MS_SOURCE_DIR "/assets",
                                     "--unreviewed-sample"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  Output output;
  CHECK(run_command_line(arguments, monday, output) == Exit::ok);
  CHECK(output.err.empty());
  return output;
}

TEST_CASE("mingshi publish: staff are told which records the law keeps back", "[cli][privacy]") {
  TempFolder const hub;
  put(hub.path(), decision_on_a_minor());
  auto const text{publish_with(hub, {}).out};
  CHECK(text.find("withheld, must not be published\tpenalty/") != std::string::npos);
  auto const document{publish_with(hub, {"--json"}).out};
  CHECK(document.find("\"withheld\":[\"penalty/") != std::string::npos);
  CHECK(document.find("示例人") == std::string::npos);
}

}  // namespace
}  // namespace mingshi::hub
