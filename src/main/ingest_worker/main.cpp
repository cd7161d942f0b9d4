// Placeholder until the worker has an entry point.
int main() { return 0; }
