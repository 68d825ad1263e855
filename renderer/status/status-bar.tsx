export const StatusBar = () => <footer />;
