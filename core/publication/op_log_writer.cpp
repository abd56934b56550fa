#include "core/json/json.hpp"
#include "core/publication/members.hpp"
#include "core/publication/op_log.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <utility>

namespace mingshi::publication {

using json::Json;

/// Lines are held against the parser that terminals use, so that nothing is written that they
/// would refuse.
struct OpLogWriter::State {
  Packer packer;
  OpLogParser parser;

  Result<void> write(std::string line) {
    auto const read{parser.line(line)};
    if (!read) return std::unexpected{Error{read.error()}.while_doing("writing an op log")};
    line.push_back('\n');
    return packer.add(line);
  }
};

OpLogWriter::OpLogWriter(std::unique_ptr<State> state) : state_{std::move(state)} {}
OpLogWriter::OpLogWriter(OpLogWriter&&) noexcept = default;
OpLogWriter& OpLogWriter::operator=(OpLogWriter&&) noexcept = default;
OpLogWriter::~OpLogWriter() = default;

Result<OpLogWriter> OpLogWriter::create(OpLogHeader const& header, ByteSink sink, Level level) {
  if (header.hall.empty() || header.from < 0 || header.to <= header.from)
    return fail(ErrorCode::bug, "op log: a header that says nothing");
  auto packer{MS_TRY(Packer::create(std::move(sink), level))};
  OpLogWriter writer{std::unique_ptr<State>{
      new State{.packer = std::move(packer), .parser = OpLogParser{header}}}};
  MS_TRY(writer.state_->write(json::canonical(Json{{"format", op_log_format},
                                                   {"hall", header.hall},
                                                   {"part", name_of(header.part)},
                                                   {"from", header.from},
                                                   {"to", header.to}})));
  return writer;
}

Result<void> OpLogWriter::remove(std::string_view id) {
  return state_->write(json::canonical(Json{{"remove", id}}));
}

Result<void> OpLogWriter::put(std::string_view projection) {
  return state_->write(fmt::format("{{\"put\":{}}}", projection));
}

Result<void> OpLogWriter::merge(std::string_view id, std::string_view patch) {
  auto const quoted{json::canonical(Json(id))};
  return state_->write(fmt::format("{{\"merge\":{{\"id\":{},\"patch\":{}}}}}", quoted, patch));
}

Result<PackedObject> OpLogWriter::finish(PartState const& state) {
  auto types = Json::object();
  types["types"] = to_json(state);
  auto last = Json::object();
  last["end"] = std::move(types);
  MS_TRY(state_->write(json::canonical(last)));
  return state_->packer.finish();
}

}  // namespace mingshi::publication
