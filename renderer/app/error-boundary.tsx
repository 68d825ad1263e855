import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './error-boundary.module.css';

interface Props {
  readonly children: ReactNode;
  /** A change of it, such as another address, gives the view a new chance. */
  readonly resetKey: string;
}

interface State {
  readonly hasFailed: boolean;
  readonly resetKey: string;
}

/** One view that breaks must not take the others, nor the status bar, with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.resetKey === state.resetKey ? null : { hasFailed: false, resetKey: props.resetKey };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={classes.message}>
        <h1>This view ran into a mistake of its own</h1>
        <p>
          The rest of Fleetdeck goes on, and no data is lost. Show the view again; if it fails again, reload the page.
        </p>
        <div className={classes.buttons}>
          <Button
            onClick={() => {
              this.setState({ hasFailed: false });
            }}
          >
            Show again
          </Button>
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            Reload
          </Button>
        </div>
      </div>
    );
  }
}
