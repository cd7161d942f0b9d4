// Placeholder until the page has an entry point.
int main() { return 0; }
