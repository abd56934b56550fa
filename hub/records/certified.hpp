#pragma once

#include "core/domain/record_type.hpp"
#include "hub/records/records.hpp"

#include <vector>

namespace mingshi::hub {

/// Does the type declare that people named in it must hold a valid certificate on the day of the
/// act?
[[nodiscard]] bool asks_for_certificates(domain::RecordType const& type);

/// Holds the rules `certified` of incoming records against the officers and certificates of the
/// store and of the same import, which goes before the store. A person who is in the register with
/// no certificate valid on that day is an error; one who is not in it, or without any certificate
/// there, is a warning: the register may not go back so far.
/// @param stored the newest versions of the store; other types than officers and certificates are
/// passed over
[[nodiscard]] std::vector<Conflict> uncertified(domain::Catalogue const& catalogue,
                                                std::vector<Version> const& stored,
                                                std::vector<Incoming> const& incoming);

}  // namespace mingshi::hub
