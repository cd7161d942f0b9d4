#include "render/gl_program.h"

#include <string_view>

#include "shaders.h"

namespace spanorama {

namespace {

// WebGL and OpenGL ES say so at the start of their version.
const char* version_line() {
  const auto* version = reinterpret_cast<const char*>(glGetString(GL_VERSION));
  const std::string_view text = version == nullptr ? "" : version;
  const bool embedded =
      text.find("OpenGL ES") != std::string_view::npos || text.find("WebGL") != std::string_view::npos;
  return embedded ? "#version 300 es\n" : "#version 330 core\n";
}

template <class Length, class Log>
std::string log_of(GLuint object, Length get_length, Log get_log) {
  GLint length = 0;
  get_length(object, &length);
  std::string log(length > 1 ? static_cast<std::size_t>(length) : 1, '\0');
  get_log(object, static_cast<GLsizei>(log.size()), log.data());
  return std::string(log.c_str());
}

std::string shader_log(GLuint shader) {
  return log_of(
      shader, [](GLuint o, GLint* n) { glGetShaderiv(o, GL_INFO_LOG_LENGTH, n); },
      [](GLuint o, GLsizei n, char* text) { glGetShaderInfoLog(o, n, nullptr, text); });
}

std::string program_log(GLuint program) {
  return log_of(
      program, [](GLuint o, GLint* n) { glGetProgramiv(o, GL_INFO_LOG_LENGTH, n); },
      [](GLuint o, GLsizei n, char* text) { glGetProgramInfoLog(o, n, nullptr, text); });
}

GLuint compiled(GLenum kind, std::string_view source, std::string& why) {
  const std::string text = version_line() + std::string(source);
  const char* pointer = text.c_str();
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &pointer, nullptr);
  glCompileShader(shader);
  GLint ok = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok != 0) return shader;
  why = "A shader of this program was refused by the graphics driver: " + shader_log(shader);
  glDeleteShader(shader);
  return 0;
}

GLuint linked(GLuint vertex, GLuint fragment, std::string& why) {
  const GLuint program = glCreateProgram();
  glAttachShader(program, vertex);
  glAttachShader(program, fragment);
  glLinkProgram(program);
  GLint ok = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &ok);
  if (ok != 0) return program;
  why = "The shaders of this program could not be linked by the graphics driver: " + program_log(program);
  glDeleteProgram(program);
  return 0;
}

}  // namespace

QuadProgram build_quad_program(std::string& why) {
  QuadProgram program;
  const GLuint vertex = compiled(GL_VERTEX_SHADER, shaders::kQuadVert, why);
  const GLuint fragment = vertex == 0 ? 0 : compiled(GL_FRAGMENT_SHADER, shaders::kQuadFrag, why);
  if (vertex != 0 && fragment != 0) program.id = linked(vertex, fragment, why);
  glDeleteShader(vertex);  // 0 is ignored
  glDeleteShader(fragment);
  if (program.id == 0) return program;
  program.transform = glGetUniformLocation(program.id, "u_transform");
  program.size = glGetUniformLocation(program.id, "u_size");
  program.pixels_per_point = glGetUniformLocation(program.id, "u_pixels_per_point");
  return program;
}

}  // namespace spanorama
