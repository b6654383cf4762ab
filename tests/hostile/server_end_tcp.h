// SPDX-License-Identifier: MIT
// TCP from the other side: one document each way, in pieces of any size. See server_end.h. RFC 6120 section 4, XEP-0368.
#pragma once

#include <cstddef>

#include "hostile/server_end.h"

namespace hostile {

class TcpEnd : public ServerEnd {
 public:
  // Bytes of a case come in pieces of this size; 0: at once.
  TcpEnd(Client& client, size_t piece) : ServerEnd(client), piece_(piece) {}

  void take(const base::Output& output) override;
  void accept() override;
  void open() override;
  void say(std::string_view element) override { hand_over(element); }
  void deliver(std::string_view bytes) override;
  bool is_let_go() const override { return is_let_go_; }
  void cut() override;

 private:
  void hand_over(std::string_view bytes);
  void take_text(std::string text);

  size_t piece_;
  base::SocketId socket_ = 0;
  bool is_let_go_ = false;
};

}  // namespace hostile
