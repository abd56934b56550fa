#pragma once

namespace mingshi {

/// One callable out of several lambdas, for std::visit:
/// `std::visit(Overload{[](A const&) {…}, [](B const&) {…}}, variant);`
template <typename... Fs>
struct Overload : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overload(Fs...) -> Overload<Fs...>;

}  // namespace mingshi
