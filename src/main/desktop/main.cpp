// Placeholder until the program has an entry point.
int main() { return 0; }
