// One shape per observation type on a rounded tile of its hue: told apart also without colour.
#include "views/widgets/icons.h"
#include "views/widgets/pen.h"

namespace spanorama {

namespace {

// A four-pointed star.
void generation(const Pen& p) {
  p.filled({{0, -0.34f}, {0.09f, -0.09f}, {-0.09f, -0.09f}});
  p.filled({{0, 0.34f}, {0.09f, 0.09f}, {-0.09f, 0.09f}});
  p.filled({{-0.34f, 0}, {-0.09f, 0.09f}, {-0.09f, -0.09f}});
  p.filled({{0.34f, 0}, {0.09f, 0.09f}, {0.09f, -0.09f}});
  p.bar(-0.1f, -0.1f, 0.1f, 0.1f);
}
void agent(const Pen& p) {
  p.box(-0.26f, -0.14f, 0.26f, 0.28f);
  p.line({{0, -0.32f}, {0, -0.14f}});
  p.dot(-0.1f, 0.06f, 0.055f);
  p.dot(0.1f, 0.06f, 0.055f);
}
void tool(const Pen& p) {
  p.arc(0.12f, -0.12f, 0.17f, -0.9f, 3.6f, false);
  p.line({{0.0f, 0.0f}, {-0.27f, 0.27f}});
}
void retriever(const Pen& p) {
  p.circle(-0.05f, -0.05f, 0.2f);
  p.line({{0.1f, 0.1f}, {0.28f, 0.28f}});
}
void embedding(const Pen& p) {
  for (const float x : {-0.2f, 0.0f, 0.2f})
    for (const float y : {-0.2f, 0.0f, 0.2f}) p.dot(x, y, 0.055f);
}
void reranker(const Pen& p) {
  p.line({{-0.15f, 0.26f}, {-0.15f, -0.24f}});
  p.line({{-0.28f, -0.1f}, {-0.15f, -0.25f}, {-0.02f, -0.1f}});
  p.line({{0.16f, -0.26f}, {0.16f, 0.24f}});
  p.line({{0.03f, 0.1f}, {0.16f, 0.25f}, {0.29f, 0.1f}});
}
void chain(const Pen& p) {
  p.circle(-0.15f, 0, 0.14f);
  p.circle(0.15f, 0, 0.14f);
}
void guardrail(const Pen& p) {
  p.closed({{0, -0.32f}, {0.25f, -0.2f}, {0.21f, 0.1f}, {0, 0.32f}, {-0.21f, 0.1f}, {-0.25f, -0.2f}});
}
void evaluator(const Pen& p) { p.line({{-0.26f, 0.02f}, {-0.07f, 0.21f}, {0.27f, -0.2f}}); }
void event(const Pen& p) { p.closed({{0, -0.28f}, {0.28f, 0}, {0, 0.28f}, {-0.28f, 0}}); }
void http(const Pen& p) {
  p.line({{-0.3f, -0.1f}, {0.26f, -0.1f}, {0.12f, -0.24f}});
  p.line({{0.3f, 0.1f}, {-0.26f, 0.1f}, {-0.12f, 0.24f}});
}
void db(const Pen& p) {
  p.ellipse(0, -0.18f, 0.24f, 0.1f);
  p.line({{-0.24f, -0.18f}, {-0.24f, 0.18f}});
  p.line({{0.24f, -0.18f}, {0.24f, 0.18f}});
  p.half_ellipse(0, 0.18f, 0.24f, 0.1f);
}
void plain(const Pen& p) {
  p.line({{-0.24f, -0.16f}, {0.1f, -0.16f}});
  p.line({{-0.1f, 0}, {0.24f, 0}});
  p.line({{-0.24f, 0.16f}, {0.02f, 0.16f}});
}

void draw_shape(const Pen& pen, ObservationType type) {
  switch (type) {
    case ObservationType::generation: return generation(pen);
    case ObservationType::agent: return agent(pen);
    case ObservationType::tool: return tool(pen);
    case ObservationType::retriever: return retriever(pen);
    case ObservationType::embedding: return embedding(pen);
    case ObservationType::reranker: return reranker(pen);
    case ObservationType::chain: return chain(pen);
    case ObservationType::guardrail: return guardrail(pen);
    case ObservationType::evaluator: return evaluator(pen);
    case ObservationType::event: return event(pen);
    case ObservationType::http: return http(pen);
    case ObservationType::db: return db(pen);
    case ObservationType::span: return plain(pen);
  }
}

}  // namespace

void type_icon(const Ui& ui, ObservationType type, float x, float y, float size) {
  const Color hue = type_color(type, ui.color.dark);
  const Rect tile{x - size * 0.5f, y - size * 0.5f, x + size * 0.5f, y + size * 0.5f};
  fill(ui, tile, with_alpha(hue, ui.color.dark ? 0.20f : 0.16f), size * 0.25f);
  const Color ink = ui.color.dark ? mixed(hue, ui.color.text, 0.15f) : mixed(hue, ui.color.text, 0.25f);
  draw_shape(Pen{ui.draw(), x, y, size, ink, std::max(1.1f, size * 0.085f)}, type);
}

}  // namespace spanorama
